package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.Flock;
import dev.cooper.linux.Mounts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The directory of this process for unfinished things: {@code cooper/work/<random>}, locked while
 * the process lives. What has no live owner any more is deleted by {@link #cleanStale}.
 */
final class WorkArea implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String GLOBAL_LOCK = ".lock";

    private final Path path;
    private final Directory directory;
    private final Flock lock;
    private final AtomicInteger counter = new AtomicInteger();

    private WorkArea(Path path, Directory directory, Flock lock) {
        this.path = path;
        this.directory = directory;
        this.lock = lock;
    }

    static WorkArea open(Path workPath) throws IOException {
        try (Directory all = Directory.open(workPath.toString())) {
            // Until the lock is taken the new directory looks as if it had no owner.
            try (Flock making = Flock.shared(workPath.resolve(GLOBAL_LOCK).toString())) {
                String name = make(all);
                Path path = workPath.resolve(name);
                Flock lock = Flock.tryExclusive(path.resolve(LOCK).toString());
                if (lock == null) {
                    throw new IOException(path + ": locked by someone else");
                }
                return new WorkArea(path, all.openDirectory(name), lock);
            }
        }
    }

    private static String make(Directory all) throws IOException {
        while (true) {
            String name = SnapshotId.of(ThreadLocalRandom.current().nextLong()).value();
            try {
                all.mkdir(name, 0755);
                return name;
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EEXIST) {
                    throw e;
                }
            }
        }
    }

    /** The absolute path of the directory. */
    Path path() {
        return path;
    }

    Directory directory() {
        return directory;
    }

    /** Returns a name that is not used yet. */
    String newName(String prefix) {
        return prefix + counter.incrementAndGet();
    }

    /** Makes a directory of a new name and returns the name. */
    String makeDirectory(String prefix) throws IOException {
        String name = newName(prefix);
        directory.mkdir(name, 0755);
        return name;
    }

    /** Deletes what processes left that died. Things of live processes stay. */
    static void cleanStale(Path workPath) throws IOException {
        try (Directory all = Directory.open(workPath.toString());
                Flock alone = Flock.tryExclusive(workPath.resolve(GLOBAL_LOCK).toString())) {
            if (alone == null) {
                return; // someone is just starting or cleaning: next time
            }
            for (String name : all.list()) {
                if (!name.startsWith(".")) {
                    cleanIfStale(workPath, all, name);
                }
            }
        }
    }

    private static void cleanIfStale(Path workPath, Directory all, String name) throws IOException {
        try (Flock owner = Flock.tryExclusive(workPath.resolve(name).resolve(LOCK).toString())) {
            if (owner != null) {
                unmountAll(workPath.resolve(name), all, name);
                all.removeTree(name);
            }
        }
    }

    /** A process without a private mount namespace may have left mounts: never delete in them. */
    private static void unmountAll(Path path, Directory all, String name) throws IOException {
        try (Directory left = all.openDirectory(name)) {
            for (String entry : left.list()) {
                if (entry.startsWith(Mounted.PREFIX)) {
                    unmountIfMounted(path.resolve(entry).toString());
                }
            }
        }
    }

    private static void unmountIfMounted(String target) throws IOException {
        try {
            while (true) {
                Mounts.unmount(target);
            }
        } catch (ErrnoException e) {
            // EINVAL: nothing is mounted. EPERM: may not mount, so nothing of ours is mounted.
            if (e.errno() != Errno.EINVAL && e.errno() != Errno.EPERM) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        Path parent = path.getParent();
        Path name = path.getFileName();
        try (lock;
                directory) {
            if (parent != null && name != null) {
                unmountAllHere();
                try (Directory all = Directory.open(parent.toString())) {
                    all.removeTree(name.toString());
                }
            }
        }
    }

    private void unmountAllHere() throws IOException {
        for (String entry : directory.list()) {
            if (entry.startsWith(Mounted.PREFIX)) {
                unmountIfMounted(path.resolve(entry).toString());
            }
        }
    }
}
