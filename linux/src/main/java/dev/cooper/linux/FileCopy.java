package dev.cooper.linux;

import java.io.IOException;

/** Copies the content of one open file into another, the cheapest way that works. */
final class FileCopy {
    private static final int FICLONE = 0x40049409;
    private static final int SEEK_SET = 0;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    /** Below this size two calls that move bytes are cheaper than asking for a clone. */
    private static final long SMALL = 32 * 1024;

    /** The last device that could not share blocks, so that it is asked once and not per file. */
    private static volatile long withoutClone = -1;

    private FileCopy() {}

    static long copy(int source, String sourcePath, int target, String targetPath)
            throws IOException {
        Stat stat = Statx.ofDescriptor(source, sourcePath);
        try (Scratch scratch = Scratch.take()) {
            if (stat.size() > SMALL && clone(scratch, source, stat.dev(), target)) {
                return stat.size();
            }
            boolean sparse = stat.blocks() * 512 + 4096 < stat.size();
            if (sparse) {
                return copySparse(scratch, source, sourcePath, target, targetPath, stat.size());
            }
            return copyRange(scratch, source, sourcePath, target, targetPath, 0, Long.MAX_VALUE);
        }
    }

    private static boolean clone(Scratch scratch, int source, long device, int target) {
        if (device == withoutClone) {
            return false;
        }
        long result = Syscall.call(scratch, SyscallNumber.IOCTL, target, FICLONE, source);
        if (result == -Errno.EOPNOTSUPP || result == -Errno.ENOTTY) {
            withoutClone = device;
        }
        return result == 0;
    }

    private static long copySparse(
            Scratch scratch,
            int source,
            String sourcePath,
            int target,
            String targetPath,
            long size)
            throws IOException {
        long at = 0;
        while (at < size) {
            long data = Syscall.call(scratch, SyscallNumber.LSEEK, source, at, SEEK_DATA);
            if (data == -Errno.ENXIO) {
                break; // only a hole is left
            }
            if (data < 0) {
                data = at; // the file system does not know holes
            }
            long hole = Syscall.call(scratch, SyscallNumber.LSEEK, source, data, SEEK_HOLE);
            long end = hole < 0 ? size : hole;
            seek(scratch, source, data, sourcePath);
            seek(scratch, target, data, targetPath);
            long want = end - data;
            long copied = copyRange(scratch, source, sourcePath, target, targetPath, data, want);
            if (copied < want) {
                return data + copied; // the file was cut short while we read it
            }
            at = end;
        }
        setSize(scratch, target, size, targetPath);
        return size;
    }

    /** Makes what lies between the last byte written and {@code size} a hole. */
    static void setSize(int target, long size, String path) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            setSize(scratch, target, size, path);
        }
    }

    private static void setSize(Scratch scratch, int target, long size, String path)
            throws IOException {
        Syscall.check(
                Syscall.call(scratch, SyscallNumber.FTRUNCATE, target, size), "writing", path);
    }

    static void seek(Scratch scratch, int fd, long position, String path) throws ErrnoException {
        Syscall.check(
                Syscall.call(scratch, SyscallNumber.LSEEK, fd, position, SEEK_SET),
                "seeking in",
                path);
    }

    /** Copies up to {@code want} bytes from where both files stand; fewer at the end of file. */
    private static long copyRange(
            Scratch scratch,
            int source,
            String sourcePath,
            int target,
            String targetPath,
            long start,
            long want)
            throws IOException {
        long done = 0;
        boolean inKernel = want > SMALL && start + want > SMALL;
        while (done < want) {
            long count = Math.min(want - done, inKernel ? 1L << 30 : Scratch.DATA_SIZE);
            if (inKernel) {
                long copied =
                        Syscall.call(
                                scratch,
                                SyscallNumber.COPY_FILE_RANGE,
                                source,
                                0,
                                target,
                                0,
                                count,
                                0);
                if ((copied == 0 && done == 0) || isUnable(copied)) {
                    // Zero at the start may also be a file in /proc, whose size is unknown.
                    inKernel = false;
                    continue;
                }
                if (Syscall.check(copied, "copying to", targetPath) == 0) {
                    break;
                }
                done += copied;
            } else {
                long read =
                        Syscall.call(
                                scratch,
                                SyscallNumber.READ,
                                source,
                                scratch.addressOf(Scratch.DATA),
                                count);
                if (Syscall.check(read, "reading", sourcePath) == 0) {
                    break;
                }
                writeFully(scratch, target, (int) read, targetPath);
                done += read;
            }
        }
        return done;
    }

    private static boolean isUnable(long result) {
        return result == -Errno.EXDEV
                || result == -Errno.EINVAL
                || result == -Errno.EOPNOTSUPP
                || result == -Errno.ENOSYS
                || result == -Errno.EPERM;
    }

    /** Writes the first bytes at {@link Scratch#DATA}. */
    static void writeFully(Scratch scratch, int fd, int count, String path) throws ErrnoException {
        int done = 0;
        while (done < count) {
            long written =
                    Syscall.call(
                            scratch,
                            SyscallNumber.WRITE,
                            fd,
                            scratch.addressOf(Scratch.DATA + done),
                            count - done);
            done += (int) Syscall.check(written, "writing", path);
        }
    }
}
