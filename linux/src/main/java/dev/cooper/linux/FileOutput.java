package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** Writes an open file; owns its descriptor. */
final class FileOutput extends OutputStream {
    private final int fd;
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
                scratch.bytes().put(Scratch.DATA, source, offset + done, count);
                FileCopy.writeFully(scratch, fd, count, path);
                done += count;
            }
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Open.close(fd);
        }
    }
}
