package dev.cooper.store;

import dev.cooper.archive.DigestMismatchException;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Set;

/** Writes a blob into a temporary file and renames it when its digest is known. */
final class FileBlobWriter extends BlobWriter {
    /** Leftovers of killed processes are known by this prefix. */
    static final String PREFIX = "ingest-";

    private static final int BUFFER = 128 << 10;
    private static final int EARLY = 16 << 20;

    private final Blobs blobs;
    private final Lease lease;
    private final boolean digested;
    private final Path temporary;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final MessageDigest sha256 = Digest.Algorithm.SHA256.newMessageDigest();
    private long size;
    private boolean committed;
    private long flushed;
    private @Nullable Thread flusher;
    private volatile @Nullable IOException lost;

    /**
     * Opens the temporary file.
     *
     * @param digested whether the caller takes the digest of what it writes
     */
    FileBlobWriter(Blobs blobs, Lease lease, boolean digested) throws IOException {
        this.blobs = blobs;
        this.lease = lease;
        this.digested = digested;
        this.temporary = blobs.temporary().resolve(Disk.freshName(PREFIX));
        try {
            this.channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            lease.close();
            throw Disk.explain("writing " + temporary, e);
        }
    }

    @Override
    public void write(int octet) throws IOException {
        if (!buffer.hasRemaining()) {
            drain();
        }
        buffer.put((byte) octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (digested && length >= BUFFER) {
            drain();
            size += length;
            put(ByteBuffer.wrap(bytes, offset, length));
            return;
        }
        int done = 0;
        while (done < length) {
            if (!buffer.hasRemaining()) {
                drain();
            }
            int part = Math.min(buffer.remaining(), length - done);
            buffer.put(bytes, offset + done, part);
            done += part;
        }
    }

    private void drain() throws IOException {
        if (!digested) {
            sha256.update(buffer.array(), 0, buffer.position());
        }
        size += buffer.position();
        put(buffer.flip());
        buffer.clear();
    }

    /**
     * Begins to bring to disk what is written so far, so that the last force has little to wait
     * for.
     */
    private void flushEarly() {
        if (size - flushed >= EARLY && (flusher == null || !flusher.isAlive())) {
            flushed = size;
            flusher = Thread.ofVirtual().name("write-back").start(this::writeBack);
        }
    }

    private void writeBack() {
        try {
            channel.force(false);
        } catch (IOException e) {
            // The kernel tells a failed write-back once: the last force would not hear of it.
            lost = e;
        }
    }

    private void force() throws IOException {
        Thread running = flusher;
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while writing " + temporary);
            }
        }
        IOException failed = lost;
        if (failed != null) {
            throw failed;
        }
        channel.force(true);
    }

    private void put(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw Disk.explain("writing " + temporary, e);
        }
        flushEarly();
    }

    @Override
    public Descriptor commit(String mediaType) throws IOException {
        if (digested) {
            throw new IllegalStateException("the caller takes the digest and must give it");
        }
        drain();
        return publish(mediaType, Digest.of(Digest.Algorithm.SHA256, sha256.digest()));
    }

    @Override
    public Descriptor commit(String mediaType, Digest expected) throws IOException {
        drain();
        if (digested) {
            return publish(mediaType, expected);
        }
        Digest found =
                switch (expected.algorithm()) {
                    case SHA256 -> Digest.of(Digest.Algorithm.SHA256, sha256.digest());
                    case SHA512 -> rehash(expected.algorithm());
                };
        if (!found.equals(expected)) {
            throw new DigestMismatchException(expected, found, size);
        }
        return publish(mediaType, found);
    }

    /** SHA-512 is rare: read the file once more instead of hashing everything twice. */
    private Digest rehash(Digest.Algorithm algorithm) throws IOException {
        MessageDigest hash = algorithm.newMessageDigest();
        ByteBuffer part = ByteBuffer.allocate(BUFFER);
        long position = 0;
        while (position < size) {
            int count = channel.read(part.clear(), position);
            if (count < 0) {
                throw new StoreException("reading " + temporary + ": it became shorter");
            }
            hash.update(part.array(), 0, count);
            position += count;
        }
        return Digest.of(algorithm, hash.digest());
    }

    private Descriptor publish(String mediaType, Digest digest) throws IOException {
        Descriptor descriptor = Descriptor.of(mediaType, digest, size);
        if (blobs.has(descriptor)) {
            close();
            return descriptor;
        }
        Path target = blobs.path(digest);
        try {
            force();
            channel.close();
            Files.setPosixFilePermissions(temporary, permissions(mediaType));
            Files.createDirectories(target.getParent());
            Disk.publish(temporary, target);
        } catch (IOException e) {
            throw Disk.explain("writing " + target, e);
        }
        committed = true;
        lease.close();
        return descriptor;
    }

    /** Manifests stay writable: skopeo writes one that is there already again, in place. */
    private static Set<PosixFilePermission> permissions(String mediaType) {
        boolean manifest = MediaTypes.isManifest(mediaType) || MediaTypes.isIndex(mediaType);
        return PosixFilePermissions.fromString(manifest ? "rw-r--r--" : "r--r--r--");
    }

    @Override
    public void close() throws IOException {
        if (committed) {
            return;
        }
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } finally {
            lease.close();
        }
    }
}
