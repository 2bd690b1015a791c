package dev.cooper.linux;

import java.nio.ByteBuffer;

/** Opens files: flags of {@code open(2)}, which differ between machines, and {@code openat2}. */
final class Open {
    static final int CWD = -100;

    static final int READ = 0;
    static final int WRITE = 1;
    static final int CREATE = 0100;
    static final int EXCLUSIVE = 0200;
    static final int TRUNCATE = 01000;
    static final int NONBLOCK = 04000;
    static final int DIRECTORY = SyscallNumber.ARM ? 040000 : 0200000;
    static final int NOFOLLOW = SyscallNumber.ARM ? 0100000 : 0400000;
    static final int CLOEXEC = 02000000;
    static final int PATH = 010000000;

    private static final int RESOLVE_NO_MAGICLINKS = 0x02;
    private static final int RESOLVE_IN_ROOT = 0x10;

    private static final class InRoot {
        static final boolean SUPPORTED = probe();

        private static boolean probe() {
            try (Scratch scratch = Scratch.take()) {
                long fd = openat2(scratch, CWD, scratch.path("."), PATH | CLOEXEC);
                if (fd >= 0) {
                    close((int) fd);
                }
                return fd >= 0;
            } catch (ErrnoException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Open() {}

    /** Returns a descriptor, or minus the error number. */
    static int tryAt(int directory, String name, int flags, int mode) throws ErrnoException {
        try (Scratch scratch = Scratch.take()) {
            return (int)
                    Syscall.call(
                            scratch,
                            SyscallNumber.OPENAT,
                            directory,
                            scratch.path(name),
                            flags | CLOEXEC,
                            mode);
        }
    }

    /** Tells whether {@link #tryInRoot} works here; old kernels and some containers lack it. */
    static boolean canResolveInRoot() {
        return InRoot.SUPPORTED;
    }

    /** As {@link #tryAt}, with {@code root} in the place of {@code /} for every step of the way. */
    static int tryInRoot(int root, String path, int flags) throws ErrnoException {
        try (Scratch scratch = Scratch.take()) {
            long pathAddress = scratch.path(path.isEmpty() ? "." : path);
            long fd = openat2(scratch, root, pathAddress, flags | CLOEXEC);
            // A rename elsewhere on the file system makes the kernel unsure about "..".
            for (int i = 0; fd == -Errno.EAGAIN && i < 1000; i++) {
                fd = openat2(scratch, root, pathAddress, flags | CLOEXEC);
            }
            return (int) fd;
        }
    }

    private static long openat2(Scratch scratch, int directory, long path, int flags) {
        ByteBuffer how = scratch.bytes();
        how.putLong(Scratch.STRUCT, Integer.toUnsignedLong(flags));
        how.putLong(Scratch.STRUCT + 8, 0);
        how.putLong(Scratch.STRUCT + 16, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
        return Syscall.call(
                scratch,
                SyscallNumber.OPENAT2,
                directory,
                path,
                scratch.addressOf(Scratch.STRUCT),
                24);
    }

    static void close(int fd) {
        try (Scratch scratch = Scratch.take()) {
            // After close the descriptor is gone whatever the kernel answers: nothing to report.
            Syscall.call(scratch, SyscallNumber.CLOSE, fd);
        }
    }
}
