package dev.cooper.linux;

/**
 * What {@code statx} says of one file; symbolic links are not followed.
 *
 * @param mode type and permission bits, as in {@code st_mode}
 * @param uid owner
 * @param gid owning group
 * @param nlink number of hard links
 * @param dev device that holds the file, as one number that is unique on this machine
 * @param inode number of the file on its device
 * @param size bytes of content (length of the target for symbolic links)
 * @param mtimeSeconds last change of the content, seconds since 1970
 * @param mtimeNanos its nanoseconds, 0 to 999,999,999
 * @param ctimeSeconds last change of content or attributes, seconds since 1970
 * @param ctimeNanos its nanoseconds
 * @param rdevMajor device number of device files, else 0
 * @param rdevMinor device number of device files, else 0
 * @param blocks space taken on the disk, in units of 512 bytes
 */
public record Stat(
        int mode,
        int uid,
        int gid,
        long nlink,
        long dev,
        long inode,
        long size,
        long mtimeSeconds,
        int mtimeNanos,
        long ctimeSeconds,
        int ctimeNanos,
        int rdevMajor,
        int rdevMinor,
        long blocks) {

    /** Returns what kind of file it is. */
    public FileType type() {
        return FileType.ofMode(mode);
    }

    /** Returns the permission bits with setuid, setgid and sticky: {@code mode & 07777}. */
    public int permissions() {
        return mode & 07777;
    }

    /** Tells whether it is a directory. */
    public boolean isDirectory() {
        return (mode & FileType.MASK) == 0040000;
    }

    /** Tells whether it is a regular file. */
    public boolean isFile() {
        return (mode & FileType.MASK) == 0100000;
    }

    /** Tells whether it is a symbolic link. */
    public boolean isSymlink() {
        return (mode & FileType.MASK) == 0120000;
    }

    /** Tells whether it is overlayfs's mark for a deleted file: the character device 0:0. */
    public boolean isWhiteout() {
        return (mode & FileType.MASK) == 0020000 && rdevMajor == 0 && rdevMinor == 0;
    }
}
