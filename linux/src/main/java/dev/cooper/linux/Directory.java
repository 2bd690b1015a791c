package dev.cooper.linux;

import dev.cooper.oci.FileName;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * An open directory. Every operation names a file directly inside it, so nothing that is renamed or
 * linked elsewhere on the file system can redirect it; symbolic links are never followed, except by
 * {@link #resolve}, which keeps them inside. Names are {@link FileName} strings.
 *
 * <p>Where a method says so, the name {@code "."} stands for the directory itself. All other names
 * are one component: empty names, {@code ".."} and names with a slash are refused with {@code
 * EINVAL}. Safe for use by several threads until it is closed.
 */
public final class Directory implements AutoCloseable {
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int MAX_PATH = 1300; // characters of up to three bytes each

    private final int fd;
    private final String path;
    private boolean closed;

    Directory(int fd, String path) {
        this.fd = fd;
        this.path = path;
    }

    /**
     * Opens a directory by its path; symbolic links on the way are followed.
     *
     * @param path absolute, or relative to the working directory of the process
     */
    public static Directory open(String path) throws IOException {
        return opened(Open.tryAt(Open.CWD, path, Open.DIRECTORY, 0), path);
    }

    private static Directory opened(int fd, String path) throws ErrnoException {
        Syscall.check(fd, "opening directory", path);
        return new Directory(fd, path);
    }

    /** Opens a directory inside this one; a symbolic link is refused with {@code ENOTDIR}. */
    public Directory openDirectory(String name) throws IOException {
        one(name);
        int opened = Open.tryAt(fd, name, Open.DIRECTORY | Open.NOFOLLOW, 0);
        return opened(opened == -Errno.ELOOP ? -Errno.ENOTDIR : opened, pathOf(name));
    }

    /**
     * Opens a directory at any depth below this one. This directory stands in the place of the
     * root: absolute symbolic links start here and {@code ".."} cannot leave it.
     *
     * @param subpath components separated by slashes; empty or {@code "/"} for this directory
     */
    public Directory resolve(String subpath) throws IOException {
        if (subpath.length() > MAX_PATH) {
            return resolveInParts(subpath);
        }
        int opened =
                Open.canResolveInRoot()
                        ? Open.tryInRoot(fd, subpath, Open.DIRECTORY)
                        : PathWalk.tryResolve(fd, subpath);
        return opened(opened, pathOf(subpath));
    }

    /** The kernel takes no longer paths, but trees may be deeper. Links stay inside each part. */
    private Directory resolveInParts(String subpath) throws IOException {
        int slash = subpath.lastIndexOf('/', MAX_PATH);
        if (slash <= 0) {
            throw new ErrnoException("opening", path, Errno.ENAMETOOLONG);
        }
        try (Directory part = resolve(subpath.substring(0, slash))) {
            return part.resolve(subpath.substring(slash + 1));
        }
    }

    /** Returns the names in this directory in byte order, without {@code "."} and {@code ".."}. */
    public List<String> list() throws IOException {
        List<DirectoryEntry> entries = entries();
        List<String> names = new ArrayList<>(entries.size());
        for (DirectoryEntry entry : entries) {
            names.add(entry.name());
        }
        return names;
    }

    /** Returns the names in this directory with their types, in the byte order of the names. */
    public List<DirectoryEntry> entries() throws IOException {
        return DirectoryListing.read(this);
    }

    /** Returns what the kernel says of a file, or of this directory for {@code "."}. */
    public Stat stat(String name) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            Syscall.check(statx(scratch, name), "reading the attributes of", pathOf(name));
            return Statx.parse(scratch);
        }
    }

    /** As {@link #stat}; null when there is no file of that name. */
    public @Nullable Stat statOrNull(String name) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            long result = statx(scratch, name);
            if (result == -Errno.ENOENT) {
                return null;
            }
            Syscall.check(result, "reading the attributes of", pathOf(name));
            return Statx.parse(scratch);
        }
    }

    private long statx(Scratch scratch, String name) throws ErrnoException {
        return Statx.call(scratch, fd, scratch.path(selfOrOne(name)));
    }

    /** Returns the target of a symbolic link. */
    public String readLink(String name) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            long length =
                    Syscall.call(
                            scratch,
                            SyscallNumber.READLINKAT,
                            fd,
                            scratch.path(one(name)),
                            scratch.addressOf(Scratch.DATA),
                            Scratch.DATA_SIZE);
            Syscall.check(length, "reading symbolic link", pathOf(name));
            return scratch.string(Scratch.DATA, (int) length);
        }
    }

    /**
     * Makes a directory.
     *
     * @param mode exact permission bits; the umask does not apply
     */
    public void mkdir(String name, int mode) throws IOException {
        check(SyscallNumber.MKDIRAT, one(name), mode & 07777, 0, "making directory");
        exactMode(name, mode);
    }

    private void exactMode(String name, int mode) throws IOException {
        if ((mode & (Umask.VALUE | 07000)) != 0) {
            chmod(name, mode);
        }
    }

    /** Makes a symbolic link; its target is stored as it is given. */
    public void symlink(String target, String name) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            long targetAddress = scratch.secondPath(target);
            long result =
                    Syscall.call(
                            scratch,
                            SyscallNumber.SYMLINKAT,
                            targetAddress,
                            fd,
                            scratch.path(one(name)));
            Syscall.check(result, "making symbolic link", pathOf(name));
        }
    }

    /**
     * Makes a hard link to a file; a symbolic link is linked itself.
     *
     * @param from holds the file that there is
     * @param fromName its name there
     * @param name the new name in this directory
     */
    public void link(Directory from, String fromName, String name) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            long old = scratch.secondPath(one(fromName));
            long result =
                    Syscall.call(
                            scratch,
                            SyscallNumber.LINKAT,
                            from.fd,
                            old,
                            fd,
                            scratch.path(one(name)),
                            0);
            Syscall.check(result, "linking " + from.pathOf(fromName) + " to", pathOf(name));
        }
    }

    /**
     * Makes a device node, FIFO, socket or empty file.
     *
     * @param mode type ({@link FileType#bits}) and exact permission bits
     */
    public void mknod(String name, int mode, int major, int minor) throws IOException {
        long device = (minor & 0xFFL) | (major & 0xFFFL) << 8 | (minor & ~0xFFL) << 12;
        check(SyscallNumber.MKNODAT, one(name), mode, device, "making device node");
        exactMode(name, mode & 07777);
    }

    /** Removes a name that is not a directory. */
    public void unlink(String name) throws IOException {
        check(SyscallNumber.UNLINKAT, one(name), 0, 0, "removing");
    }

    /** Removes an empty directory. */
    public void rmdir(String name) throws IOException {
        check(SyscallNumber.UNLINKAT, one(name), AT_REMOVEDIR, 0, "removing directory");
    }

    /**
     * Removes a file, or a directory with all it holds. Directories on other file systems that are
     * mounted below are emptied too; a name that is not there is no error.
     */
    public void removeTree(String name) throws IOException {
        new TreeRemoval(this).remove(name);
    }

    /** Renames a file, replacing what has the new name as {@code rename(2)} does. */
    public void rename(String name, Directory to, String toName) throws IOException {
        rename(name, to, toName, 0);
    }

    /** Renames a file; {@code EEXIST} when the new name is taken. */
    public void renameNew(String name, Directory to, String toName) throws IOException {
        rename(name, to, toName, 1);
    }

    private void rename(String name, Directory to, String toName, int flags) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            long newAddress = scratch.secondPath(one(toName));
            long result =
                    Syscall.call(
                            scratch,
                            SyscallNumber.RENAMEAT2,
                            fd,
                            scratch.path(one(name)),
                            to.fd,
                            newAddress,
                            flags);
            Syscall.check(result, "renaming " + pathOf(name) + " to", to.pathOf(toName));
        }
    }

    /** Changes the owner of a file (not of what a link points to); {@code "."} is allowed. */
    public void chown(String name, int uid, int gid) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            long result =
                    Syscall.call(
                            scratch,
                            SyscallNumber.FCHOWNAT,
                            fd,
                            scratch.path(selfOrOne(name)),
                            Integer.toUnsignedLong(uid),
                            Integer.toUnsignedLong(gid),
                            AT_SYMLINK_NOFOLLOW);
            Syscall.check(result, "changing the owner of", pathOf(name));
        }
    }

    /**
     * Changes permission bits; {@code "."} is allowed. Symbolic links have none: {@code
     * EOPNOTSUPP}.
     */
    public void chmod(String name, int mode) throws IOException {
        long result = FileMode.change(fd, selfOrOne(name), mode & 07777);
        Syscall.check(result, "changing the mode of", pathOf(name));
    }

    /** Changes the time of the last change of content (not the time of access). */
    public void setTimes(String name, long seconds, int nanos) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            var times = scratch.bytes();
            times.putLong(Scratch.STRUCT, 0);
            times.putLong(Scratch.STRUCT + 8, 0x3FFFFFFE); // UTIME_OMIT
            times.putLong(Scratch.STRUCT + 16, seconds);
            times.putLong(Scratch.STRUCT + 24, nanos);
            long result =
                    Syscall.call(
                            scratch,
                            SyscallNumber.UTIMENSAT,
                            fd,
                            scratch.path(selfOrOne(name)),
                            scratch.addressOf(Scratch.STRUCT),
                            AT_SYMLINK_NOFOLLOW);
            Syscall.check(result, "changing the times of", pathOf(name));
        }
    }

    /** Returns the extended attributes of a file, or of this directory for {@code "."}. */
    public SortedMap<String, byte[]> xattrs(String name) throws IOException {
        return Xattrs.all(this, selfOrOne(name));
    }

    /** Returns one extended attribute; null when the file has none of that name. */
    public byte @Nullable [] xattr(String name, String key) throws IOException {
        return Xattrs.one(this, selfOrOne(name), key);
    }

    /** Sets an extended attribute; {@code "."} is allowed. */
    public void setXattr(String name, String key, byte[] value) throws IOException {
        Xattrs.set(this, selfOrOne(name), key, value);
    }

    /** Removes an extended attribute; one that is not there is no error. */
    public void removeXattr(String name, String key) throws IOException {
        Xattrs.remove(this, selfOrOne(name), key);
    }

    /** Opens a file for reading; the caller closes the stream. Unbuffered. */
    public InputStream read(String name) throws IOException {
        return new FileInput(openForReading(name), pathOf(name));
    }

    int openForReading(String name) throws ErrnoException {
        // NONBLOCK: opening a FIFO that nobody writes to must not wait for ever.
        int opened = Open.tryAt(fd, one(name), Open.READ | Open.NOFOLLOW | Open.NONBLOCK, 0);
        return (int) Syscall.check(opened, "opening", pathOf(name));
    }

    /**
     * Makes a file, which must not be there, and opens it for writing; the caller closes the
     * stream. Unbuffered.
     *
     * @param mode exact permission bits; the umask does not apply
     */
    public OutputStream create(String name, int mode) throws IOException {
        return new FileOutput(createForWriting(name, mode), pathOf(name));
    }

    int createForWriting(String name, int mode) throws IOException {
        int flags = Open.WRITE | Open.CREATE | Open.EXCLUSIVE | Open.NOFOLLOW;
        int created = Open.tryAt(fd, one(name), flags, mode & 07777);
        Syscall.check(created, "creating", pathOf(name));
        try {
            exactMode(name, mode);
        } catch (IOException e) {
            Open.close(created);
            throw e;
        }
        return created;
    }

    /**
     * Copies the content of a file: shared blocks where the file system can, a copy inside the
     * kernel where that works, holes kept.
     *
     * @param to gets a new file
     * @param mode its exact permission bits
     * @return how many bytes the file has
     */
    public long copyFile(String name, Directory to, String toName, int mode) throws IOException {
        int source = openForReading(name);
        try {
            int target = to.createForWriting(toName, mode);
            try {
                return FileCopy.copy(source, pathOf(name), target, to.pathOf(toName));
            } finally {
                Open.close(target);
            }
        } finally {
            Open.close(source);
        }
    }

    /** Writes this directory (its names, not the content of its files) to the disk. */
    public void sync() throws IOException {
        try (Scratch scratch = Scratch.take()) {
            Syscall.check(Syscall.call(scratch, SyscallNumber.FSYNC, fd), "syncing", path);
        }
    }

    /** Writes all that is not yet on the disk of the file system that holds this directory. */
    public void syncFileSystem() throws IOException {
        try (Scratch scratch = Scratch.take()) {
            Syscall.check(Syscall.call(scratch, SyscallNumber.SYNCFS, fd), "syncing", path);
        }
    }

    /** Returns the descriptor; it is valid until this is closed. */
    public int fd() {
        return fd;
    }

    /** Returns how the directory was opened; for messages. */
    public String path() {
        return path;
    }

    /** Returns how a file in this directory is called in messages. */
    String pathOf(String name) {
        if (name.equals(".") || name.isEmpty() || name.equals("/")) {
            return path;
        }
        return path.endsWith("/") || name.startsWith("/") ? path + name : path + "/" + name;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Open.close(fd);
        }
    }

    @Override
    public String toString() {
        return path;
    }

    private void check(int number, String name, long a, long b, String operation)
            throws IOException {
        try (Scratch scratch = Scratch.take()) {
            long result = Syscall.call(scratch, number, fd, scratch.path(name), a, b);
            Syscall.check(result, operation, pathOf(name));
        }
    }

    private String one(String name) throws ErrnoException {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new ErrnoException("using '" + name + "' as a name in", path, Errno.EINVAL);
        }
        return name;
    }

    private String selfOrOne(String name) throws ErrnoException {
        return name.equals(".") ? name : one(name);
    }
}
