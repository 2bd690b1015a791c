package dev.cooper.store;

/** How the layers of a snapshot become one file system. The form on disk is the same for all. */
public enum SnapshotDriver {
    /** The kernel's overlayfs. Needs the right to mount, as root or in a user namespace. */
    OVERLAY("overlay"),
    /** The program {@code fuse-overlayfs}: where the kernel refuses overlays in a namespace. */
    FUSE_OVERLAYFS("fuse-overlayfs"),
    /** Copies of all files; changes are found by comparing. Works everywhere. */
    COPY("copy");

    private final String id;

    SnapshotDriver(String id) {
        this.id = id;
    }

    /** Returns the name users write, such as {@code fuse-overlayfs}. */
    public String id() {
        return id;
    }
}
