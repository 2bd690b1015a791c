package dev.cooper.registry.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Some bytes of a file, read by position, so that several readers do not meet. */
final class FileSlice extends InputStream {
    private final FileChannel file;
    private final long end;
    private long at;

    FileSlice(FileChannel file, long from, long length) {
        this.file = file;
        this.at = from;
        this.end = from + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int most = (int) Math.min(length, end - at);
        if (most <= 0) {
            return length == 0 ? 0 : -1;
        }
        int read = file.read(ByteBuffer.wrap(target, offset, most), at);
        at += Math.max(0, read);
        return read;
    }
}
