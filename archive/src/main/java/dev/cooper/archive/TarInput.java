package dev.cooper.archive;

import java.io.IOException;
import java.io.InputStream;

/** The buffered source of a tar reader. It may read ahead of what it hands out. */
final class TarInput {
    private final InputStream in;
    private static final int USUAL = 64 * 1024;

    private final byte[] buffer;
    private int position;
    private int limit;
    private long consumed;

    TarInput(InputStream in) {
        this(in, USUAL);
    }

    TarInput(InputStream in, int bufferSize) {
        this.in = in;
        this.buffer = new byte[bufferSize];
    }

    /** The bytes handed out so far, for messages. */
    long consumed() {
        return consumed;
    }

    int read(byte[] out, int offset, int length) throws IOException {
        if (position == limit) {
            if (length >= buffer.length) {
                int n = in.read(out, offset, length);
                consumed += Math.max(0, n);
                return n;
            }
            int n = in.read(buffer, 0, buffer.length);
            if (n <= 0) {
                return -1;
            }
            position = 0;
            limit = n;
        }
        int n = Math.min(length, limit - position);
        System.arraycopy(buffer, position, out, offset, n);
        position += n;
        consumed += n;
        return n;
    }

    /** Fills {@code block}; false at a clean end, an error when only a part is there. */
    boolean block(byte[] block) throws IOException {
        int n = 0;
        while (n < block.length) {
            int got = read(block, n, block.length - n);
            if (got < 0) {
                if (n == 0) {
                    return false;
                }
                throw truncated("a header");
            }
            n += got;
        }
        return true;
    }

    /** Exactly {@code length} bytes, which the caller has bounded. */
    byte[] bytes(int length, String what) throws IOException {
        byte[] bytes = new byte[length];
        if (length > 0 && !block(bytes)) {
            throw truncated(what);
        }
        return bytes;
    }

    void skip(long length, String what) throws IOException {
        long left = length;
        while (left > 0) {
            if (position == limit) {
                left -= leap(left);
                limit = Math.max(0, in.read(buffer, 0, buffer.length));
                position = 0;
                if (limit == 0) {
                    throw truncated(what);
                }
            }
            int n = (int) Math.min(left, limit - position);
            position += n;
            consumed += n;
            left -= n;
        }
    }

    /**
     * Lets the source pass over what would not be looked at, which a file does without reading. The
     * last byte is left to be read: a file can be passed over beyond its end.
     */
    private long leap(long length) throws IOException {
        long skipped = length > buffer.length ? in.skip(length - 1) : 0;
        consumed += skipped;
        return skipped;
    }

    void close() throws IOException {
        in.close();
    }

    ArchiveException truncated(String what) {
        return new ArchiveException(
                "damaged tar: it ends in the middle of " + what + ", after " + consumed + " bytes");
    }
}
