package dev.cooper.registry;

import dev.cooper.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes of one upload so far: in memory while they are few, then in a file, hashed as they
 * come. Whoever uses it holds its {@link #lock}.
 */
final class UploadSession {
    /** Up to this many bytes live in the database: one sync instead of three. */
    static final int INLINE = 16 << 10;

    private static final int REHASH_BUFFER = 128 << 10;

    private final String id;
    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteArrayOutputStream small = new ByteArrayOutputStream(0);
    private Digest.Algorithm algorithm;
    private @Nullable MessageDigest hash;
    private @Nullable FileChannel channel;
    private boolean onDisk;
    private boolean over;
    private long size;
    private long touched = System.nanoTime();

    UploadSession(String id, Path file, Digest.Algorithm algorithm) {
        this.id = id;
        this.file = file;
        this.algorithm = algorithm;
        this.hash = algorithm.newMessageDigest();
    }

    /** Goes on with a file that an earlier process of this server has begun. */
    static UploadSession resume(String id, Path file) throws IOException {
        UploadSession session = new UploadSession(id, file, Digest.Algorithm.SHA256);
        session.hash = null;
        session.onDisk = true;
        session.size = Files.size(file);
        return session;
    }

    String id() {
        return id;
    }

    ReentrantLock lock() {
        return lock;
    }

    long size() {
        return size;
    }

    /** Whether it was committed or cancelled. */
    boolean isOver() {
        return over;
    }

    /** Whether its bytes are in a file. */
    boolean isOnDisk() {
        return onDisk;
    }

    /** How long nothing has happened to it, in seconds. */
    long idleSeconds() {
        return (System.nanoTime() - touched) / 1_000_000_000L;
    }

    /** Takes the whole body of a request. */
    void append(Exchange exchange) throws IOException {
        exchange.readBody(this::append);
    }

    private void append(ByteBuffer bytes) throws IOException {
        touched = System.nanoTime();
        if (hash != null) {
            hash.update(bytes.duplicate());
        }
        int length = bytes.remaining();
        if (!onDisk && size + length <= INLINE) {
            byte[] copy = new byte[length];
            bytes.get(copy);
            small.write(copy, 0, length);
        } else {
            FileChannel target = channel();
            while (bytes.hasRemaining()) {
                target.write(bytes);
            }
        }
        size += length;
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = open;
            if (!onDisk) {
                onDisk = true;
                ByteBuffer bytes = ByteBuffer.wrap(small.toByteArray());
                while (bytes.hasRemaining()) {
                    open.write(bytes);
                }
                small.reset();
            }
            open.position(size);
        }
        return open;
    }

    /** Goes back to an earlier length. */
    void truncate(long length) throws IOException {
        if (length == size) {
            return;
        }
        if (onDisk) {
            channel().truncate(length).position(length);
            hash = null;
        } else {
            byte[] kept = small.toByteArray();
            small.reset();
            small.write(kept, 0, (int) length);
            MessageDigest again = algorithm.newMessageDigest();
            again.update(kept, 0, (int) length);
            hash = again;
        }
        size = length;
    }

    /** Closes the file between requests. */
    void release() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    /** The digest of all bytes, by the algorithm that is asked for. Nothing may follow. */
    Digest digest(Digest.Algorithm wanted) throws IOException {
        MessageDigest done = hash;
        if (done == null || wanted != algorithm) {
            done = rehash(wanted);
        }
        hash = null;
        algorithm = wanted;
        return Digest.of(wanted, done.digest());
    }

    private MessageDigest rehash(Digest.Algorithm wanted) throws IOException {
        MessageDigest fresh = wanted.newMessageDigest();
        if (!onDisk) {
            fresh.update(small.toByteArray());
            return fresh;
        }
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(REHASH_BUFFER);
            while (in.read(buffer) >= 0) {
                fresh.update(buffer.flip());
                buffer.clear();
            }
        }
        return fresh;
    }

    /** The bytes, when they are few enough for the database; else null. */
    byte @Nullable [] inline() {
        return onDisk ? null : small.toByteArray();
    }

    /** Brings the file to disk; it is then ready to become an object. */
    Path synced() throws IOException {
        channel().force(true);
        release();
        return file;
    }

    /** Ends it; what it has written and nobody has taken is deleted. */
    void end() throws IOException {
        over = true;
        release();
        if (onDisk) {
            Files.deleteIfExists(file);
        }
    }
}
