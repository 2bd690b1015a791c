package dev.cooper.linux;

/** Makes the first system call of this room, so that later ones find everything bound. */
public final class SystemCalls {
    private SystemCalls() {}

    /**
     * Binds the kernel's door, which takes tens of milliseconds. A command that will need it calls
     * this on another thread and does meanwhile what needs no system calls; whoever comes too early
     * waits.
     */
    public static void prepare() {
        try (Scratch scratch = Scratch.take()) {
            Syscall.call(scratch, SyscallNumber.GETEUID, 0);
        }
    }
}
