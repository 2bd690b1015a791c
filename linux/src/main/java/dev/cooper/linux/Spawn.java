package dev.cooper.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Starts programs that exist in memory only, and the calls around that. */
final class Spawn {
    /** Signal that cannot be caught. */
    static final int SIGKILL = 9;

    private static final int PIPE2 = SyscallNumber.ARM ? 59 : 293;
    private static final int WAIT4 = SyscallNumber.ARM ? 260 : 61;
    private static final int KILL = SyscallNumber.ARM ? 129 : 62;
    private static final int FCNTL = SyscallNumber.ARM ? 25 : 72;
    private static final int MEMFD_CREATE = SyscallNumber.ARM ? 279 : 319;
    private static final int F_DUPFD = 0;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_EXEC = 16;

    /** Descriptors below this number are given a meaning in the started program. */
    private static final int RESERVED = 10;

    private static final MemorySegment POSIX_SPAWN = Syscall.function("posix_spawn");

    private Spawn() {}

    /** The two ends of a pipe; the inner end is inherited by programs that are started. */
    record Pipe(int read, int write) {
        /** A pipe whose writing end goes to the program. */
        static Pipe fromProgram() throws IOException {
            Pipe raw = raw();
            return new Pipe(moved(raw.read, F_DUPFD_CLOEXEC), moved(raw.write, F_DUPFD));
        }

        /** A pipe whose reading end goes to the program. */
        static Pipe toProgram() throws IOException {
            Pipe raw = raw();
            return new Pipe(moved(raw.read, F_DUPFD), moved(raw.write, F_DUPFD_CLOEXEC));
        }

        private static Pipe raw() throws IOException {
            try (Scratch scratch = Scratch.take()) {
                long result =
                        Syscall.call(
                                scratch, PIPE2, scratch.addressOf(Scratch.STRUCT), Open.CLOEXEC);
                Syscall.check(result, "making a pipe", "");
                var bytes = scratch.bytes();
                return new Pipe(bytes.getInt(Scratch.STRUCT), bytes.getInt(Scratch.STRUCT + 4));
            }
        }

        private static int moved(int fd, int how) throws IOException {
            try (Scratch scratch = Scratch.take()) {
                long result = Syscall.call(scratch, FCNTL, fd, how, RESERVED);
                Open.close(fd);
                return (int) Syscall.check(result, "moving a pipe", "");
            }
        }
    }

    /**
     * Starts a program as a child of the calling thread.
     *
     * @param elf a static executable
     * @return its process ID
     */
    static int start(byte[] elf, String name) throws IOException {
        int file = memoryFile(elf, name);
        try (Scratch scratch = Scratch.take()) {
            long program = scratch.path("/proc/self/fd/" + file);
            long arguments = scratch.addressOf(Scratch.DATA);
            scratch.bytes().putLong(Scratch.DATA, scratch.secondPath(name));
            scratch.bytes().putLong(Scratch.DATA + 8, 0);
            long environment = arguments + 8; // empty as well
            long pid = scratch.addressOf(Scratch.STRUCT);
            int error =
                    (int)
                            Syscall.foreign(
                                    POSIX_SPAWN,
                                    scratch,
                                    pid,
                                    program,
                                    0,
                                    0,
                                    arguments,
                                    environment,
                                    0);
            if (error != 0) {
                throw new ErrnoException("starting", name, error);
            }
            return scratch.bytes().getInt(Scratch.STRUCT);
        } finally {
            Open.close(file);
        }
    }

    private static int memoryFile(byte[] content, String name) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            long address = scratch.path(name);
            long fd = Syscall.call(scratch, MEMFD_CREATE, address, MFD_CLOEXEC | MFD_EXEC);
            if (fd == -Errno.EINVAL) { // before Linux 6.3, where all of them are executable
                fd = Syscall.call(scratch, MEMFD_CREATE, address, MFD_CLOEXEC);
            }
            Syscall.check(fd, "making a file in memory for", name);
            write(scratch, (int) fd, content);
            return (int) fd;
        }
    }

    private static void write(Scratch scratch, int fd, byte[] content) throws IOException {
        int done = 0;
        while (done < content.length) {
            int chunk = Math.min(Scratch.DATA_SIZE, content.length - done);
            scratch.bytes().put(Scratch.DATA, content, done, chunk);
            long result =
                    Syscall.call(
                            scratch,
                            SyscallNumber.WRITE,
                            fd,
                            scratch.addressOf(Scratch.DATA),
                            chunk);
            done += (int) Syscall.check(result, "writing a file in memory", "");
        }
    }

    /** Writes one byte, which a closed pipe is free to lose. */
    static void signal(int fd) {
        try (Scratch scratch = Scratch.take()) {
            scratch.bytes().put(Scratch.DATA, (byte) 1);
            Syscall.call(scratch, SyscallNumber.WRITE, fd, scratch.addressOf(Scratch.DATA), 1);
        }
    }

    /** Waits until a child of this process has ended and forgets it. */
    static void reap(int pid) {
        try (Scratch scratch = Scratch.take()) {
            Syscall.call(scratch, WAIT4, pid, 0, 0, 0);
        }
    }

    /** Kills a process; one that has already ended is no error. */
    static void kill(int pid) {
        try (Scratch scratch = Scratch.take()) {
            Syscall.call(scratch, KILL, pid, SIGKILL);
        }
    }
}
