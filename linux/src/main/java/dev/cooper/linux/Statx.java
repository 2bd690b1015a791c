package dev.cooper.linux;

import java.nio.ByteBuffer;

/** The call {@code statx} and its structure, which is the same on all machines. */
final class Statx {
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_NO_AUTOMOUNT = 0x800;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int BASIC_STATS = 0x7FF;

    private Statx() {}

    static long call(Scratch scratch, int directory, long path) {
        return call(scratch, directory, path, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT);
    }

    /** Asks about an open file. */
    static Stat ofDescriptor(int fd, String path) throws ErrnoException {
        try (Scratch scratch = Scratch.take()) {
            long result = call(scratch, fd, scratch.path(""), AT_EMPTY_PATH);
            Syscall.check(result, "reading the attributes of", path);
            return parse(scratch);
        }
    }

    private static long call(Scratch scratch, int directory, long path, int flags) {
        return Syscall.call(
                scratch,
                SyscallNumber.STATX,
                directory,
                path,
                flags,
                BASIC_STATS,
                scratch.addressOf(Scratch.STRUCT));
    }

    static Stat parse(Scratch scratch) {
        ByteBuffer b = scratch.bytes();
        int at = Scratch.STRUCT;
        return new Stat(
                b.getShort(at + 28) & 0xFFFF,
                b.getInt(at + 20),
                b.getInt(at + 24),
                Integer.toUnsignedLong(b.getInt(at + 16)),
                Integer.toUnsignedLong(b.getInt(at + 136)) << 32
                        | Integer.toUnsignedLong(b.getInt(at + 140)),
                b.getLong(at + 32),
                b.getLong(at + 40),
                b.getLong(at + 112),
                b.getInt(at + 120),
                b.getLong(at + 96),
                b.getInt(at + 104),
                b.getInt(at + 128),
                b.getInt(at + 132),
                b.getLong(at + 48));
    }
}
