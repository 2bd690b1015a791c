package dev.cooper.linux;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads an open file; owns its descriptor. */
final class FileInput extends InputStream {
    private final int fd;
    private final String path;
    private boolean closed;

    FileInput(int fd, String path) {
        this.fd = fd;
        this.path = path;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (closed) {
            throw new IOException("reading " + path + ": already closed");
        }
        try (Scratch scratch = Scratch.take()) {
            long count =
                    Syscall.call(
                            scratch,
                            SyscallNumber.READ,
                            fd,
                            scratch.addressOf(Scratch.DATA),
                            Math.min(length, Scratch.DATA_SIZE));
            Syscall.check(count, "reading", path);
            if (count == 0) {
                return -1;
            }
            scratch.bytes().get(Scratch.DATA, target, offset, (int) count);
            return (int) count;
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
