package dev.cooper.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** A nameless temporary file that contents of files wait in until their order is known. */
final class Spool implements AutoCloseable {
    private final FileChannel channel;
    private final AtomicLong end = new AtomicLong();

    /**
     * Makes an empty spool.
     *
     * @param directory where there is room; the file has no name there once it is open
     */
    Spool(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "spool", "");
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
    }

    /**
     * Takes a content in and returns where it is. Several threads may do so at once.
     *
     * @param content the bytes; stays open
     * @param size how many there are
     */
    long append(InputStream content, long size) throws IOException {
        long start = end.getAndAdd(size);
        long at = start;
        byte[] buffer = new byte[(int) Math.min(1 << 16, Math.max(1, size))];
        int count;
        while (at < start + size && (count = content.read(buffer)) >= 0) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, (int) Math.min(count, start + size - at));
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }
        if (at < start + size) {
            throw new IOException("a file ended after " + (at - start) + " of " + size + " bytes");
        }
        return start;
    }

    /** Copies a content out. */
    void copy(long start, long size, OutputStream to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(1 << 16, Math.max(1, size)));
        long at = start;
        while (at < start + size) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), start + size - at));
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw new IOException("a temporary file was truncated");
            }
            to.write(buffer.array(), 0, count);
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
