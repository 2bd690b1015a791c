package dev.cooper.linux;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What {@code statfs} says of the file system that holds a path.
 *
 * @param kind which file system it is
 * @param totalBytes its size
 * @param availableBytes what an ordinary user may still write
 * @param availableFiles how many more files it can hold
 */
public record FileSystem(Kind kind, long totalBytes, long availableBytes, long availableFiles) {

    /** File systems that behave in ways that matter here. */
    public enum Kind {
        EXT,
        XFS,
        BTRFS,
        ZFS,
        OVERLAY,
        TMPFS,
        NFS,
        FUSE,
        OTHER
    }

    /**
     * Asks the kernel.
     *
     * @param path any file or directory on the file system
     */
    public static FileSystem of(String path) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            long result =
                    Syscall.call(
                            scratch,
                            SyscallNumber.STATFS,
                            scratch.path(path),
                            scratch.addressOf(Scratch.STRUCT));
            Syscall.check(result, "reading the file system of", path);
            ByteBuffer b = scratch.bytes();
            int at = Scratch.STRUCT;
            long blockSize = b.getLong(at + 8);
            return new FileSystem(
                    kind((int) b.getLong(at)),
                    b.getLong(at + 16) * blockSize,
                    b.getLong(at + 32) * blockSize,
                    b.getLong(at + 48));
        }
    }

    private static Kind kind(int magic) {
        return switch (magic) {
            case 0xEF53 -> Kind.EXT;
            case 0x58465342 -> Kind.XFS;
            case 0x9123683E -> Kind.BTRFS;
            case 0x2FC12FC1 -> Kind.ZFS;
            case 0x794C7630 -> Kind.OVERLAY;
            case 0x01021994 -> Kind.TMPFS;
            case 0x6969 -> Kind.NFS;
            case 0x65735546 -> Kind.FUSE;
            default -> Kind.OTHER;
        };
    }
}
