package dev.cooper.linux;

/** Changes permission bits without following symbolic links, which old kernels cannot do. */
final class FileMode {
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;

    /** Set when the kernel (before 6.6) or a container's filter lacks {@code fchmodat2}. */
    private static volatile boolean missing;

    private FileMode() {}

    /** Returns 0 or minus the error number. */
    static long change(int directory, String name, int mode) throws ErrnoException {
        try (Scratch scratch = Scratch.take()) {
            if (name.equals(".")) {
                return Syscall.call(scratch, SyscallNumber.FCHMOD, directory, mode);
            }
            long path = scratch.path(name);
            if (!missing) {
                long result =
                        Syscall.call(
                                scratch,
                                SyscallNumber.FCHMODAT2,
                                directory,
                                path,
                                mode,
                                AT_SYMLINK_NOFOLLOW);
                if (result != -Errno.ENOSYS && result != -Errno.EPERM) {
                    return result;
                }
                // EPERM may be the file's answer or the filter's: only the old way can tell.
                missing |= result == -Errno.ENOSYS;
            }
            return changeThroughProc(scratch, directory, name, mode);
        }
    }

    private static long changeThroughProc(Scratch scratch, int directory, String name, int mode)
            throws ErrnoException {
        int fd = Open.tryAt(directory, name, Open.PATH | Open.NOFOLLOW, 0);
        if (fd < 0) {
            return fd;
        }
        try {
            if (Statx.ofDescriptor(fd, name).isSymlink()) {
                return -Errno.EOPNOTSUPP;
            }
            long path = scratch.path("/proc/self/fd/" + fd);
            return Syscall.call(scratch, SyscallNumber.FCHMODAT, Open.CWD, path, mode);
        } finally {
            Open.close(fd);
        }
    }
}
