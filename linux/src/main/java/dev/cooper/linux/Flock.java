package dev.cooper.linux;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * A lock on a file that other processes see ({@code flock(2)}). It ends when it is closed or the
 * process dies, however it dies. Two locks taken by one process exclude each other as well.
 */
public final class Flock implements AutoCloseable {
    private static final int SHARED = 1;
    private static final int EXCLUSIVE = 2;
    private static final int NON_BLOCKING = 4;

    private final int fd;
    private boolean closed;

    private Flock(int fd) {
        this.fd = fd;
    }

    /** Waits for a lock that excludes all others; makes the file when there is none. */
    public static Flock exclusive(String path) throws IOException {
        return required(take(path, EXCLUSIVE, Open.WRITE | Open.CREATE), path);
    }

    /** Waits for a lock that excludes only exclusive ones; makes the file when there is none. */
    public static Flock shared(String path) throws IOException {
        return required(take(path, SHARED, Open.WRITE | Open.CREATE), path);
    }

    /** As {@link #exclusive} without waiting; null when someone else has a lock. */
    public static @Nullable Flock tryExclusive(String path) throws IOException {
        return take(path, EXCLUSIVE | NON_BLOCKING, Open.WRITE | Open.CREATE);
    }

    /** As {@link #shared} without waiting; null when someone else has an exclusive lock. */
    public static @Nullable Flock tryShared(String path) throws IOException {
        return take(path, SHARED | NON_BLOCKING, Open.WRITE | Open.CREATE);
    }

    /**
     * Shares a lock on a file that must be there ({@code ENOENT} when not) and that may be on a
     * read-only file system; null when someone else has an exclusive lock.
     */
    public static @Nullable Flock trySharedExisting(String path) throws IOException {
        return take(path, SHARED | NON_BLOCKING, Open.READ);
    }

    /** As {@link #trySharedExisting} with an exclusive lock. */
    public static @Nullable Flock tryExclusiveExisting(String path) throws IOException {
        return take(path, EXCLUSIVE | NON_BLOCKING, Open.READ);
    }

    private static Flock required(@Nullable Flock flock, String path) throws IOException {
        if (flock == null) {
            throw new ErrnoException("locking", path, Errno.EAGAIN);
        }
        return flock;
    }

    private static @Nullable Flock take(String path, int operation, int flags) throws IOException {
        while (true) {
            int fd = Open.tryAt(Open.CWD, path, flags | Open.NOFOLLOW, 0644);
            Syscall.check(fd, "opening lock", path);
            boolean taken = false;
            try {
                if (!lock(fd, operation, path)) {
                    return null;
                }
                // Whoever had the lock may have removed the file: then this locks nothing.
                if (isStillAt(fd, path)) {
                    taken = true;
                    return new Flock(fd);
                }
            } finally {
                if (!taken) {
                    Open.close(fd);
                }
            }
        }
    }

    private static boolean lock(int fd, int operation, String path) throws ErrnoException {
        try (Scratch scratch = Scratch.take()) {
            long result = Syscall.call(scratch, SyscallNumber.FLOCK, fd, operation);
            if (result == -Errno.EAGAIN) {
                return false;
            }
            Syscall.check(result, "locking", path);
            return true;
        }
    }

    private static boolean isStillAt(int fd, String path) throws ErrnoException {
        Stat held = Statx.ofDescriptor(fd, path);
        try (Scratch scratch = Scratch.take()) {
            if (Statx.call(scratch, Open.CWD, scratch.path(path)) < 0) {
                return false;
            }
            Stat there = Statx.parse(scratch);
            return there.dev() == held.dev() && there.inode() == held.inode();
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
