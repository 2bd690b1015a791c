package dev.cooper.registry.storage;

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
 * An upload in memory while its bytes are few, then in a file, hashed as they come. Whoever uses it
 * holds its {@link #lock}.
 */
final class FileUpload implements UploadSession {
    private static final int REHASH_BUFFER = 128 << 10;

    private final FileUploads uploads;
    private final String id;
    private final FileObjects objects;
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

    FileUpload(FileUploads uploads, String id, FileObjects objects, Digest.Algorithm algorithm) {
        this.uploads = uploads;
        this.id = id;
        this.objects = objects;
        this.file = objects.uploads().resolve(id);
        this.algorithm = algorithm;
        this.hash = algorithm.newMessageDigest();
    }

    /** Goes on with a file that an earlier process of this server has begun. */
    static FileUpload resume(FileUploads uploads, String id, FileObjects objects)
            throws IOException {
        FileUpload session = new FileUpload(uploads, id, objects, Digest.Algorithm.SHA256);
        session.hash = null;
        session.onDisk = true;
        session.size = Files.size(session.file);
        return session;
    }

    @Override
    public String id() {
        return id;
    }

    ReentrantLock lock() {
        return lock;
    }

    @Override
    public long size() {
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

    @Override
    public void append(ByteBuffer bytes) throws IOException {
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
            try {
                writeAll(channel(), bytes);
            } catch (IOException e) {
                forget(e);
                throw e;
            }
        }
        size += length;
    }

    private static void writeAll(FileChannel target, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }

    /** Undoes what a write that failed has left, so that the client may send it again. */
    private void forget(IOException failure) {
        hash = null;
        try {
            if (channel != null) {
                channel.truncate(size).position(size);
            }
        } catch (IOException e) {
            over = true; // nobody can tell what the file has
            failure.addSuppressed(e);
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = onDisk ? FileChannel.open(file, StandardOpenOption.WRITE) : moveToDisk();
            channel = open;
            open.position(size);
        }
        return open;
    }

    private FileChannel moveToDisk() throws IOException {
        FileChannel open =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            writeAll(open, ByteBuffer.wrap(small.toByteArray()));
        } catch (IOException e) {
            try (open) {
                Files.deleteIfExists(file);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        small.reset();
        onDisk = true;
        return open;
    }

    @Override
    public void truncate(long length) throws IOException {
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

    /** Nothing more: who kills the server may have to send the last bytes again. */
    @Override
    public void save() {}

    private void release() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public Digest digest(Digest.Algorithm wanted) throws IOException {
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

    @Override
    public byte @Nullable [] inline() {
        return onDisk ? null : small.toByteArray();
    }

    @Override
    public String store() throws IOException {
        channel().force(true);
        release();
        return objects.adopt(file);
    }

    @Override
    public void end() throws IOException {
        over = true;
        release();
        if (onDisk) {
            Files.deleteIfExists(file);
        }
        uploads.forget(this);
    }

    /** Closes the file between requests, too. */
    @Override
    public void close() throws IOException {
        try {
            release();
        } finally {
            lock.unlock();
        }
    }
}
