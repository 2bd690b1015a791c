package dev.cooper.store;

import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.Flock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The snapshots that this process uses: nobody removes them until it ends. A snapshot is held from
 * its first use on, because what was looked up will be mounted.
 */
final class Holds implements AutoCloseable {
    private final SnapshotHome home;
    private final Map<SnapshotId, Flock> locks = new HashMap<>();
    private final Map<SnapshotId, Integer> mounts = new HashMap<>();

    Holds(SnapshotHome home) {
        this.home = home;
    }

    /** Holds a snapshot; false when it is not there or is just being removed. */
    synchronized boolean tryHold(SnapshotId id) throws IOException {
        if (locks.containsKey(id)) {
            return true;
        }
        try {
            Flock lock = Flock.trySharedExisting(home.infoPath(id));
            if (lock != null) {
                locks.put(id, lock);
            }
            return lock != null;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    void hold(SnapshotId id) throws IOException {
        if (!tryHold(id)) {
            throw SnapshotHome.missing(id);
        }
    }

    synchronized void mounted(Iterable<SnapshotId> chain) {
        for (SnapshotId id : chain) {
            mounts.merge(id, 1, Integer::sum);
        }
    }

    synchronized void unmounted(Iterable<SnapshotId> chain) {
        for (SnapshotId id : chain) {
            mounts.computeIfPresent(id, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Gets a snapshot for removal; null when it is mounted here or used by another process. */
    synchronized @Nullable Flock tryExclude(SnapshotId id) throws IOException {
        if (mounts.containsKey(id)) {
            return null;
        }
        Flock own = locks.remove(id);
        if (own != null) {
            own.close();
        }
        return Flock.tryExclusiveExisting(home.infoPath(id));
    }

    @Override
    public synchronized void close() {
        for (Flock lock : locks.values()) {
            lock.close();
        }
        locks.clear();
    }
}
