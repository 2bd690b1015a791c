package dev.cooper.store;

import dev.cooper.linux.Directory;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A layer in the making: mount it on top of a chain, change files, close the mount and {@link
 * Snapshots#commit commit}. Closing it without a commit forgets all changes.
 */
public final class Work implements AutoCloseable {
    /** The directory that gets the changes, in the form of an overlay's upper directory. */
    static final String UPPER = "u";

    private final WorkArea area;
    private final String name;
    private final AtomicInteger mounts = new AtomicInteger();
    private @Nullable List<SnapshotId> chain;
    private @Nullable CopiedTree tree;
    private boolean ended;

    Work(WorkArea area, String name) {
        this.area = area;
        this.name = name;
    }

    /** Name of this work's directory in the work area. */
    String name() {
        return name;
    }

    /** Absolute path of this work's directory. */
    String path() {
        return area.path().resolve(name).toString();
    }

    String upperPath() {
        return path() + "/" + UPPER;
    }

    Directory open() throws IOException {
        return area.directory().openDirectory(name);
    }

    Directory openUpper() throws IOException {
        try (Directory work = open()) {
            return work.openDirectory(UPPER);
        }
    }

    /** Fixes what this work lies on: a second mount must name the same chain. */
    synchronized boolean startsOn(List<SnapshotId> layers) {
        if (ended) {
            throw new IllegalStateException("this work is committed or closed");
        }
        List<SnapshotId> before = chain;
        if (before == null) {
            chain = List.copyOf(layers);
            return true;
        }
        if (!before.equals(layers)) {
            throw new IllegalStateException("this work lies on another chain of snapshots");
        }
        return false;
    }

    synchronized List<SnapshotId> chain() {
        List<SnapshotId> layers = chain;
        return layers == null ? List.of() : layers;
    }

    synchronized @Nullable CopiedTree tree() {
        return tree;
    }

    synchronized void useTree(@Nullable CopiedTree copied) {
        tree = copied;
    }

    void mounted() {
        mounts.incrementAndGet();
    }

    void unmounted() {
        mounts.decrementAndGet();
    }

    synchronized void end() {
        if (ended) {
            throw new IllegalStateException("this work is already committed or closed");
        }
        if (mounts.get() != 0) {
            throw new IllegalStateException("this work is still mounted");
        }
        ended = true;
    }

    /** Forgets the changes; does nothing after a commit. */
    @Override
    public synchronized void close() throws IOException {
        ended = true;
        area.directory().removeTree(name);
        CopiedTree copied = tree;
        if (copied != null) {
            tree = null;
            area.directory().removeTree(copied.name());
        }
    }
}
