package dev.cooper.registry.storage;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes on their way to the object store: in memory while they are few, then in a file that has no
 * name any more, so that nothing is left of it when the process dies.
 */
final class Spool implements AutoCloseable {
    private final Path directory;
    private final ByteBuffer small = ByteBuffer.allocate(UploadSession.INLINE);
    private @Nullable FileChannel file;
    private long size;

    /**
     * Makes an empty one.
     *
     * @param directory where its file may be
     */
    Spool(Path directory) {
        this.directory = directory;
    }

    long size() {
        return size;
    }

    void write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        FileChannel target = file;
        if (target == null && length <= small.remaining()) {
            small.put(bytes);
        } else {
            if (target == null) {
                target = open();
                file = target;
            }
            if (small.position() > 0) {
                writeAll(target, small.flip(), 0);
                small.clear();
            }
            writeAll(target, bytes, size);
        }
        size += length;
    }

    private static void writeAll(FileChannel target, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += target.write(bytes, position);
        }
    }

    private FileChannel open() throws IOException {
        Path path = Files.createTempFile(directory, "spool", "");
        try {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(path);
        }
    }

    /** All bytes; only sensible while they are few. */
    byte[] bytes() throws IOException {
        try (InputStream in = read()) {
            return in.readAllBytes();
        }
    }

    /** Reads all bytes from the first on; may be called again and again. */
    InputStream read() {
        FileChannel open = file;
        return open == null || small.position() > 0
                ? new ByteArrayInputStream(small.array(), 0, small.position())
                : new FileSlice(open, 0, size);
    }

    /** Is empty again. */
    void clear() {
        small.clear();
        size = 0;
    }

    @Override
    public void close() throws IOException {
        clear();
        FileChannel open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
