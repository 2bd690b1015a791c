package dev.cooper.store;

import dev.cooper.archive.TarEntry;
import dev.cooper.linux.Directory;
import dev.cooper.linux.Errno;
import dev.cooper.linux.ErrnoException;
import dev.cooper.linux.Stat;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Gives files the owner, mode, extended attributes and times of an entry or of another file. */
final class FileAttributes {
    private final boolean ignoreOwnership;
    private final Set<SnapshotNote> notes = EnumSet.noneOf(SnapshotNote.class);

    FileAttributes(boolean ignoreOwnership) {
        this.ignoreOwnership = ignoreOwnership;
    }

    /** What could not be kept so far. */
    Set<SnapshotNote> notes() {
        return notes;
    }

    void note(SnapshotNote note) {
        notes.add(note);
    }

    void apply(Directory in, String name, TarEntry entry) throws IOException {
        apply(
                in,
                name,
                number(entry.uid(), "user", entry),
                number(entry.gid(), "group", entry),
                entry.type() == TarEntry.Type.SYMLINK ? -1 : entry.mode(),
                entry.xattrs(),
                entry.mtimeSeconds(),
                entry.mtimeNanos());
    }

    private static int number(long id, String what, TarEntry entry) throws IOException {
        // -1 means "leave as it is" to the kernel.
        if (id < 0 || id >= 0xFFFFFFFFL) {
            throw new IOException(
                    "layer entry '"
                            + entry.path()
                            + "': "
                            + what
                            + " number "
                            + id
                            + " is out of range");
        }
        return (int) id;
    }

    /** Gives a copy what its original has. */
    void apply(Directory in, String name, Stat stat, SortedMap<String, byte[]> xattrs)
            throws IOException {
        apply(
                in,
                name,
                stat.uid(),
                stat.gid(),
                stat.isSymlink() ? -1 : stat.permissions(),
                xattrs,
                stat.mtimeSeconds(),
                stat.mtimeNanos());
    }

    /** The order matters: a change of owner drops setuid and capabilities. */
    private void apply(
            Directory in,
            String name,
            int uid,
            int gid,
            int mode,
            SortedMap<String, byte[]> xattrs,
            long seconds,
            int nanos)
            throws IOException {
        chown(in, name, uid, gid);
        if (!xattrs.isEmpty()) {
            setXattrs(in, name, xattrs);
        }
        if (mode >= 0) {
            in.chmod(name, mode);
        }
        in.setTimes(name, seconds, nanos);
    }

    private void chown(Directory in, String name, int uid, int gid) throws IOException {
        try {
            in.chown(name, uid, gid);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EINVAL && e.errno() != Errno.EPERM) {
                throw e;
            }
            if (!ignoreOwnership) {
                throw new IOException(
                        e.getMessage()
                                + ": it belongs to "
                                + Integer.toUnsignedString(uid)
                                + ":"
                                + Integer.toUnsignedString(gid)
                                + ", which this user may not give files to; install newuidmap"
                                + " (package uidmap) and add a range to /etc/subuid and"
                                + " /etc/subgid, or run as root",
                        e);
            }
            notes.add(SnapshotNote.OWNERSHIP_IGNORED);
        }
    }

    private void setXattrs(Directory in, String name, SortedMap<String, byte[]> xattrs)
            throws IOException {
        for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
            // Marks of overlayfs from outside could make it show files it should not.
            if (OverlayMarks.owns(xattr.getKey())) {
                continue;
            }
            try {
                in.setXattr(name, xattr.getKey(), xattr.getValue());
            } catch (ErrnoException e) {
                switch (e.errno()) {
                    case Errno.EOPNOTSUPP, Errno.EPERM, Errno.EINVAL ->
                            notes.add(SnapshotNote.XATTRS_SKIPPED);
                    default -> throw e;
                }
            }
        }
    }

    /** No extended attributes. */
    static SortedMap<String, byte[]> none() {
        return Collections.emptySortedMap();
    }
}
