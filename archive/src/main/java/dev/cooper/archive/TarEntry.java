package dev.cooper.archive;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One entry of a tar: everything but the bytes of a file.
 *
 * @param path the name as the archive has it, without the slash that ends a directory's name; a
 *     {@code FileName} string. Untrusted: see {@link #cleanPath()}
 * @param mode permission bits and set-user-ID, set-group-ID and sticky bits: {@code 07777}
 * @param userName the owner's name, or an empty string
 * @param groupName the group's name, or an empty string
 * @param size the bytes of a file (holes of a sparse file included), 0 for everything else
 * @param mtimeSeconds seconds since 1970, may be negative
 * @param mtimeNanos 0 to 999,999,999, always counted forwards
 * @param linkTarget what a symbolic link holds, or the path of the entry that a hard link names;
 *     empty for everything else
 * @param xattrs extended attributes with their full names; the arrays must not be changed
 */
public record TarEntry(
        String path,
        Type type,
        int mode,
        long uid,
        long gid,
        String userName,
        String groupName,
        long size,
        long mtimeSeconds,
        int mtimeNanos,
        String linkTarget,
        int devMajor,
        int devMinor,
        SortedMap<String, byte[]> xattrs) {

    /** The kinds of file that a layer can hold. */
    public enum Type {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link. */
        SYMLINK,
        /** Another name of an earlier entry of the same archive. */
        HARDLINK,
        /** A character device. */
        CHAR_DEVICE,
        /** A block device. */
        BLOCK_DEVICE,
        /** A named pipe. */
        FIFO
    }

    /** Copies the map and refuses values that no tar could hold. */
    public TarEntry {
        if (mode < 0 || mode > 07777) {
            throw new IllegalArgumentException("mode out of range: " + Integer.toOctalString(mode));
        }
        if (size < 0 || mtimeNanos < 0 || mtimeNanos > 999_999_999) {
            throw new IllegalArgumentException("size or nanoseconds out of range: " + path);
        }
        xattrs =
                xattrs.isEmpty()
                        ? Collections.emptySortedMap()
                        : Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
    }

    /** A file of {@code size} bytes owned by 0:0, of mode 0644, modified at the epoch. */
    public static TarEntry file(String path, long size) {
        return of(path, Type.FILE, 0644).withSize(size);
    }

    /** A directory owned by 0:0, of mode 0755, modified at the epoch. */
    public static TarEntry directory(String path) {
        return of(path, Type.DIRECTORY, 0755);
    }

    /** A symbolic link owned by 0:0, modified at the epoch. */
    public static TarEntry symlink(String path, String target) {
        return of(path, Type.SYMLINK, 0777).withLinkTarget(target);
    }

    /** A hard link to the earlier entry of path {@code target}. */
    public static TarEntry hardLink(String path, String target) {
        return of(path, Type.HARDLINK, 0644).withLinkTarget(target);
    }

    /** An entry of the given type and mode, owned by 0:0, modified at the epoch. */
    public static TarEntry of(String path, Type type, int mode) {
        return new TarEntry(
                path, type, mode, 0, 0, "", "", 0, 0, 0, "", 0, 0, Collections.emptySortedMap());
    }

    /** This entry under another path. */
    public TarEntry withPath(String newPath) {
        return new TarEntry(
                newPath,
                type,
                mode,
                uid,
                gid,
                userName,
                groupName,
                size,
                mtimeSeconds,
                mtimeNanos,
                linkTarget,
                devMajor,
                devMinor,
                xattrs);
    }

    /** This entry with other permission bits. */
    public TarEntry withMode(int newMode) {
        return new TarEntry(
                path,
                type,
                newMode,
                uid,
                gid,
                userName,
                groupName,
                size,
                mtimeSeconds,
                mtimeNanos,
                linkTarget,
                devMajor,
                devMinor,
                xattrs);
    }

    /** This entry with another numeric owner and without owner names. */
    public TarEntry withOwner(long newUid, long newGid) {
        return new TarEntry(
                path,
                type,
                mode,
                newUid,
                newGid,
                "",
                "",
                size,
                mtimeSeconds,
                mtimeNanos,
                linkTarget,
                devMajor,
                devMinor,
                xattrs);
    }

    /** This entry with owner names. */
    public TarEntry withOwnerNames(String user, String group) {
        return new TarEntry(
                path,
                type,
                mode,
                uid,
                gid,
                user,
                group,
                size,
                mtimeSeconds,
                mtimeNanos,
                linkTarget,
                devMajor,
                devMinor,
                xattrs);
    }

    /** This entry with another number of content bytes. */
    public TarEntry withSize(long newSize) {
        return new TarEntry(
                path,
                type,
                mode,
                uid,
                gid,
                userName,
                groupName,
                newSize,
                mtimeSeconds,
                mtimeNanos,
                linkTarget,
                devMajor,
                devMinor,
                xattrs);
    }

    /** This entry with another time of modification. */
    public TarEntry withMtime(long seconds, int nanos) {
        return new TarEntry(
                path,
                type,
                mode,
                uid,
                gid,
                userName,
                groupName,
                size,
                seconds,
                nanos,
                linkTarget,
                devMajor,
                devMinor,
                xattrs);
    }

    /** This entry with another link target. */
    public TarEntry withLinkTarget(String target) {
        return new TarEntry(
                path,
                type,
                mode,
                uid,
                gid,
                userName,
                groupName,
                size,
                mtimeSeconds,
                mtimeNanos,
                target,
                devMajor,
                devMinor,
                xattrs);
    }

    /** This entry with other device numbers. */
    public TarEntry withDevice(int major, int minor) {
        return new TarEntry(
                path,
                type,
                mode,
                uid,
                gid,
                userName,
                groupName,
                size,
                mtimeSeconds,
                mtimeNanos,
                linkTarget,
                major,
                minor,
                xattrs);
    }

    /** This entry with other extended attributes. */
    public TarEntry withXattrs(SortedMap<String, byte[]> newXattrs) {
        return new TarEntry(
                path,
                type,
                mode,
                uid,
                gid,
                userName,
                groupName,
                size,
                mtimeSeconds,
                mtimeNanos,
                linkTarget,
                devMajor,
                devMinor,
                newXattrs);
    }

    /**
     * The path as it lies below a root: no empty component, {@code .} or {@code ..}, no slash at
     * either end; an empty string for the root itself. A {@code ..} is taken by the letter and
     * stops at the root, so the result never leads out of it by itself (symbolic links on the way
     * still can).
     */
    public String cleanPath() {
        return clean(path);
    }

    /** {@link #cleanPath()} of any path, such as the target of a hard link. */
    public static String clean(String path) {
        Deque<String> kept = new ArrayDeque<>();
        walk(path, kept);
        return String.join("/", kept);
    }

    /** Whether the path, taken by the letter, climbs above the root of the archive. */
    public boolean climbsOut() {
        return climbsOut(path);
    }

    /** Whether a path, taken by the letter, climbs above its root. */
    public static boolean climbsOut(String path) {
        return walk(path, new ArrayDeque<>());
    }

    private static boolean walk(String path, Deque<String> kept) {
        boolean out = false;
        int start = 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String component = path.substring(start, end);
            if (component.equals("..")) {
                out |= kept.pollLast() == null;
            } else if (!component.isEmpty() && !component.equals(".")) {
                kept.addLast(component);
            }
            start = end + 1;
        }
        return out;
    }
}
