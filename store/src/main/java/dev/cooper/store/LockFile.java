package dev.cooper.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;

/**
 * A shared or exclusive lock between threads and processes. Locks of the kernel belong to a whole
 * process and are lost when any channel on the file is closed, so this process opens each lock file
 * once and shares it among its threads. A lock ends with its process.
 */
final class LockFile {
    private static final ConcurrentMap<Path, LockFile> FILES = new ConcurrentHashMap<>();

    private final Path path;
    private int readers;
    private boolean writer;
    private @Nullable FileChannel channel;
    private @Nullable FileLock lock;

    private LockFile(Path path) {
        this.path = path;
    }

    /** Returns the lock of a file, the same object for the same path. */
    static LockFile at(Path path) {
        return FILES.computeIfAbsent(path.toAbsolutePath().normalize(), LockFile::new);
    }

    /** Waits for a shared lock. */
    synchronized Lease shared() throws IOException {
        awaitUntil(() -> !writer);
        if (readers == 0) {
            acquire(true);
        }
        readers++;
        return new Lease(this::endShared);
    }

    /** Waits for the exclusive lock. */
    synchronized Lease exclusive() throws IOException {
        awaitUntil(() -> !writer && readers == 0);
        writer = true;
        try {
            acquire(false);
        } catch (IOException | RuntimeException e) {
            endExclusive();
            throw e;
        }
        return new Lease(this::endExclusive);
    }

    /** Takes the exclusive lock if nobody holds it in any way. */
    synchronized Optional<Lease> tryExclusive() throws IOException {
        if (writer || readers > 0) {
            return Optional.empty();
        }
        FileChannel opened;
        try {
            opened = open();
        } catch (IOException e) {
            throw Disk.explain("locking " + path, e);
        }
        FileLock got = null;
        try {
            got = opened.tryLock();
        } finally {
            if (got == null) {
                opened.close();
            }
        }
        if (got == null) {
            return Optional.empty();
        }
        channel = opened;
        lock = got;
        writer = true;
        return Optional.of(new Lease(this::endExclusive));
    }

    private synchronized void awaitUntil(BooleanSupplier free) throws IOException {
        try {
            while (!free.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("waiting for lock " + path + ": interrupted", e);
        }
    }

    private void acquire(boolean shared) throws IOException {
        FileChannel opened;
        try {
            opened = open();
        } catch (FileSystemException e) {
            if (shared && !Files.isWritable(path.getParent())) {
                return; // a store that cannot be written needs no protection from writers
            }
            throw Disk.explain("locking " + path, e);
        }
        FileLock got = null;
        try {
            got = opened.lock(0, Long.MAX_VALUE, shared);
        } finally {
            if (got == null) {
                opened.close();
            }
        }
        channel = opened;
        lock = got;
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private synchronized void endShared() {
        readers--;
        if (readers == 0) {
            release();
        }
    }

    private synchronized void endExclusive() {
        writer = false;
        release();
    }

    private void release() {
        try {
            if (lock != null) {
                lock.release();
            }
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // closing the file ends the lock whatever is reported
            System.getLogger(LockFile.class.getName())
                    .log(System.Logger.Level.DEBUG, path.toString(), e);
        }
        lock = null;
        channel = null;
        notifyAll();
    }
}
