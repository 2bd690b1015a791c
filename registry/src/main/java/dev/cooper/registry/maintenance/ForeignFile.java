package dev.cooper.registry.maintenance;

import dev.cooper.oci.Digest;
import dev.cooper.registry.storage.FinishedBytes;
import dev.cooper.registry.storage.Objects;
import dev.cooper.registry.storage.UploadSession;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * A file of another program that becomes a blob: by a second name where the file system allows,
 * else by a copy. The file itself stays as it is.
 */
final class ForeignFile implements FinishedBytes, AutoCloseable {
    private static final int BUFFER = 256 << 10;

    private final Path source;
    private final Path own;
    private final Objects objects;
    private final long size;

    /**
     * Opens the file.
     *
     * @param directory where its second name may be, on the file system of the objects
     */
    ForeignFile(Path source, Path directory, Objects objects) throws IOException {
        this.source = source;
        this.own = directory.resolve("import-" + UUID.randomUUID());
        this.objects = objects;
        this.size = Files.size(source);
    }

    @Override
    public long size() {
        return size;
    }

    /** The digest of its bytes. */
    Digest digest(Digest.Algorithm wanted) throws IOException {
        MessageDigest hash = wanted.newMessageDigest();
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (in.read(buffer) >= 0) {
                hash.update(buffer.flip());
                buffer.clear();
            }
        }
        return Digest.of(wanted, hash.digest());
    }

    @Override
    public byte @Nullable [] inline() throws IOException {
        return size <= UploadSession.INLINE ? Files.readAllBytes(source) : null;
    }

    @Override
    public String store() throws IOException {
        try {
            Files.createLink(own, source);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(source, own); // another file system, or a file of another user
        }
        try (FileChannel file = FileChannel.open(own, StandardOpenOption.READ)) {
            file.force(true);
        }
        return objects.adopt(own);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(own);
    }
}
