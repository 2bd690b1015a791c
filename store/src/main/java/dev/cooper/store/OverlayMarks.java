package dev.cooper.store;

import dev.cooper.archive.Whiteouts;
import dev.cooper.linux.Directory;
import dev.cooper.linux.DirectoryEntry;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The marks in a layer directory: deleted names and directories that hide all below. */
enum OverlayMarks {
    /** Overlayfs as root uses it: devices 0:0 and an attribute. */
    TRUSTED("trusted.overlay."),
    /** Overlayfs in user namespaces, mount option {@code userxattr}. */
    USER("user.overlay."),
    /**
     * Files of the names that layer tars use. For file systems without attributes, or without the
     * device: overlayfs itself refuses to hold one. The kernel cannot mount such layers, but the
     * program fuse-overlayfs can.
     */
    FILES("");

    private static final byte[] YES = {'y'};
    private static final Stat DELETED =
            new Stat(FileType.CHAR_DEVICE.bits(), 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** What the program fuse-overlayfs uses for itself. */
    private static final String FUSE = "user.fuseoverlayfs.";

    private final String prefix;

    OverlayMarks(String prefix) {
        this.prefix = prefix;
    }

    /** Finds out which marks can be made in a directory by making them. */
    static OverlayMarks find(Directory directory, boolean realRoot) throws IOException {
        if (!canMakeDevice(directory)) {
            return FILES;
        }
        if (realRoot && TRUSTED.canSet(directory)) {
            return TRUSTED;
        }
        return USER.canSet(directory) ? USER : FILES;
    }

    private static boolean canMakeDevice(Directory directory) throws IOException {
        String name = ".probe-" + Long.toHexString(System.nanoTime());
        try {
            directory.mknod(name, FileType.CHAR_DEVICE.bits(), 0, 0);
            directory.unlink(name);
            return true;
        } catch (ErrnoException e) {
            return refusedUnlessForbidden(e);
        }
    }

    private boolean canSet(Directory directory) throws IOException {
        try {
            directory.setXattr(".", prefix + "cooper", YES);
            directory.removeXattr(".", prefix + "cooper");
            return true;
        } catch (ErrnoException e) {
            return refusedUnlessForbidden(e);
        }
    }

    /** A store that cannot be written at all is no reason for another kind of mark. */
    private static boolean refusedUnlessForbidden(ErrnoException e) throws ErrnoException {
        return switch (e.errno()) {
            case Errno.EPERM, Errno.EOPNOTSUPP, Errno.EINVAL -> false;
            default -> throw e;
        };
    }

    /** Tells whether an attribute belongs to an overlay of any kind and not to the image. */
    static boolean owns(String xattr) {
        return xattr.startsWith(TRUSTED.prefix)
                || xattr.startsWith(USER.prefix)
                || xattr.startsWith(FUSE);
    }

    /** Tells whether an attribute of any kind, or a file, makes a directory opaque. */
    static boolean isOpaqueInAnyForm(Directory parent, String name) throws IOException {
        return isYes(parent.xattr(name, TRUSTED.prefix + "opaque"))
                || isYes(parent.xattr(name, USER.prefix + "opaque"))
                || isYes(parent.xattr(name, FUSE + "opaque"))
                || FILES.isOpaque(parent, name);
    }

    private static boolean isYes(byte @Nullable [] value) {
        return value != null && value.length == 1 && value[0] == 'y';
    }

    boolean isOpaque(Directory parent, String name) throws IOException {
        if (this != FILES) {
            return isYes(parent.xattr(name, prefix + "opaque"));
        }
        try (Directory directory = open(parent, name)) {
            return directory.statOrNull(Whiteouts.OPAQUE) != null;
        }
    }

    void setOpaque(Directory parent, String name) throws IOException {
        if (this != FILES) {
            parent.setXattr(name, prefix + "opaque", YES);
            return;
        }
        try (Directory directory = open(parent, name)) {
            if (directory.statOrNull(Whiteouts.OPAQUE) == null) {
                directory.create(Whiteouts.OPAQUE, 0600).close();
            }
        }
    }

    private static Directory open(Directory parent, String name) throws IOException {
        return name.equals(".") ? parent.resolve("") : parent.openDirectory(name);
    }

    /** Marks a name as deleted; the name must be free. */
    void whiteOut(Directory parent, String name) throws IOException {
        if (this == FILES) {
            if (parent.statOrNull(Whiteouts.of(name)) == null) {
                parent.create(Whiteouts.of(name), 0600).close();
            }
        } else {
            // Ordinary users may do that too since Linux 5.8.
            parent.mknod(name, FileType.CHAR_DEVICE.bits(), 0, 0);
        }
    }

    /** Takes the mark away that a name is deleted. */
    void clear(Directory parent, String name) throws IOException {
        parent.unlink(this == FILES ? Whiteouts.of(name) : name);
    }

    /**
     * Returns what a layer has under a name: null for nothing, a {@linkplain Stat#isWhiteout
     * whiteout} for a deleted name.
     */
    @Nullable Stat find(Directory parent, String name) throws IOException {
        Stat stat = parent.statOrNull(name);
        if (stat == null
                && this == FILES
                && name.length() <= 250 // longer ones cannot have a mark
                && parent.statOrNull(Whiteouts.of(name)) != null) {
            return DELETED;
        }
        return stat;
    }

    /** Returns the names a layer has in a directory; deleted ones as devices, marks left out. */
    List<DirectoryEntry> entries(Directory directory) throws IOException {
        List<DirectoryEntry> all = directory.entries();
        if (this != FILES) {
            return all;
        }
        List<DirectoryEntry> entries = new ArrayList<>(all.size());
        for (DirectoryEntry entry : all) {
            if (!Whiteouts.isWhiteout(entry.name())) {
                entries.add(entry);
            } else if (!entry.name().equals(Whiteouts.OPAQUE)) {
                String hidden = Whiteouts.hidden(entry.name());
                entries.add(new DirectoryEntry(hidden, FileType.CHAR_DEVICE, entry.inode()));
            }
        }
        return entries;
    }
}
