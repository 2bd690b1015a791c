package dev.cooper.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads gzip members one after another (RFC 1952). The JDK's own stream asks {@code available()}
 * whether another member follows, which network streams answer wrongly. Zeros after the last member
 * are padding, as tape tools leave it; anything else there is an error.
 */
final class GzipDecoder extends InputStream {
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private State state = State.START;

    private enum State {
        START,
        DATA,
        BETWEEN,
        END
    }

    GzipDecoder(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
        while (true) {
            switch (state) {
                case START -> header(need());
                case BETWEEN -> between();
                case END -> {
                    return -1;
                }
                case DATA -> {
                    int n = inflate(out, offset, length);
                    if (n > 0) {
                        return n;
                    }
                }
            }
        }
    }

    /** Returns 0 when the member ended without giving a byte. */
    private int inflate(byte[] out, int offset, int length) throws IOException {
        try {
            while (true) {
                int n = inflater.inflate(out, offset, length);
                if (n > 0) {
                    crc.update(out, offset, n);
                    return n;
                }
                if (inflater.finished()) {
                    position = limit - inflater.getRemaining();
                    trailer();
                    return 0;
                }
                if (inflater.needsDictionary()) {
                    throw new ArchiveException("damaged gzip data: it asks for a dictionary");
                }
                fill();
                inflater.setInput(buffer, position, limit - position);
            }
        } catch (DataFormatException e) {
            throw new ArchiveException("damaged gzip data: " + e.getMessage(), e);
        }
    }

    private void header(int first) throws IOException {
        if (first != 0x1f || need() != 0x8b) {
            throw new ArchiveException("damaged gzip data: a member does not start with 1f 8b");
        }
        if (need() != 8) {
            throw new ArchiveException("damaged gzip data: the method is not deflate");
        }
        int flags = need();
        skip(6);
        if ((flags & 4) != 0) {
            skip(need() | need() << 8);
        }
        if ((flags & 8) != 0) {
            skipText();
        }
        if ((flags & 16) != 0) {
            skipText();
        }
        if ((flags & 2) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        crc.reset();
        state = State.DATA;
    }

    private void trailer() throws IOException {
        long wantCrc = word();
        long wantLength = word();
        if (wantCrc != crc.getValue()) {
            throw new ArchiveException("damaged gzip data: checksum mismatch");
        }
        if (wantLength != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ArchiveException("damaged gzip data: length mismatch");
        }
        state = State.BETWEEN;
    }

    private void between() throws IOException {
        int b = next();
        if (b == 0) {
            while (b == 0) {
                b = next();
            }
            if (b >= 0) {
                throw new ArchiveException("damaged gzip data: rubbish after the last member");
            }
        }
        if (b < 0) {
            state = State.END;
        } else {
            header(b);
        }
    }

    private void skipText() throws IOException {
        int b = need();
        while (b != 0) {
            b = need();
        }
    }

    private void skip(int n) throws IOException {
        for (int i = 0; i < n; i++) {
            need();
        }
    }

    private long word() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (long) need() << shift;
        }
        return value;
    }

    private int need() throws IOException {
        int b = next();
        if (b < 0) {
            throw truncated();
        }
        return b;
    }

    private int next() throws IOException {
        if (position == limit) {
            int n = in.read(buffer, 0, BUFFER);
            if (n <= 0) {
                return -1;
            }
            position = 0;
            limit = n;
        }
        return buffer[position++] & 0xff;
    }

    private void fill() throws IOException {
        int n = in.read(buffer, 0, BUFFER);
        if (n <= 0) {
            throw truncated();
        }
        position = 0;
        limit = n;
    }

    private static ArchiveException truncated() {
        return new ArchiveException("damaged gzip data: it ends in the middle of a member");
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
