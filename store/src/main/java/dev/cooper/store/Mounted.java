package dev.cooper.store;

import dev.cooper.linux.Directory;

import java.io.IOException;

/**
 * Layers shown as one file system. Closing takes the view away; programs that still use it keep
 * their open files.
 */
public final class Mounted implements AutoCloseable {
    /** Starts the names of mount points in a work area. */
    static final String PREFIX = "m";

    /** Takes a view away. */
    interface Unmount {
        void run() throws IOException;
    }

    private final String root;
    private final Unmount unmount;
    private boolean closed;

    Mounted(String root, Unmount unmount) {
        this.root = root;
        this.unmount = unmount;
    }

    /** Returns the absolute path of the root as a {@link dev.cooper.oci.FileName} string. */
    public String root() {
        return root;
    }

    /** Opens the root; the caller closes it. */
    public Directory directory() throws IOException {
        return Directory.open(root);
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            unmount.run();
        }
    }
}
