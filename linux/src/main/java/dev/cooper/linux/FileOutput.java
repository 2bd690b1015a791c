package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes a new file; owns its descriptor. Long runs of zeros become holes, so that gigabytes of
 * them out of a few megabytes of gzip take neither time nor disk.
 */
final class FileOutput extends OutputStream {
    /** Shorter runs than this are written: holes would scatter the file over the disk. */
    private static final int MIN_HOLE = 16 << 10;

    private static final byte[] ZEROS = new byte[Scratch.DATA_SIZE];

    private final int fd;
    private long position;
    private boolean atHole;
    private final String path;
    private boolean closed;

    FileOutput(int fd, String path) {
        this.fd = fd;
        this.path = path;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        if (closed) {
            throw new IOException("writing " + path + ": already closed");
        }
        try (Scratch scratch = Scratch.take()) {
            int done = 0;
            while (done < length) {
                int count = Math.min(length - done, Scratch.DATA_SIZE);
                write(scratch, source, offset + done, count);
                done += count;
            }
        }
    }

    private void write(Scratch scratch, byte[] source, int offset, int count) throws IOException {
        boolean hole =
                count >= MIN_HOLE && Arrays.equals(source, offset, offset + count, ZEROS, 0, count);
        if (!hole) {
            if (atHole) {
                FileCopy.seek(scratch, fd, position, path);
            }
            scratch.bytes().put(Scratch.DATA, source, offset, count);
            FileCopy.writeFully(scratch, fd, count, path);
        }
        atHole = hole;
        position += count;
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (atHole) {
                FileCopy.setSize(fd, position, path);
            }
        } finally {
            Open.close(fd);
        }
    }
}
