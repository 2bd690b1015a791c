package dev.cooper.linux;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Mounts in the mount namespace of this process, which Cooper's launcher has made private: they end
 * with the process. Paths are {@link dev.cooper.oci.FileName} strings.
 */
public final class Mounts {
    private static final long READ_ONLY = 1;
    private static final long NO_SUID = 2;
    private static final long NO_DEV = 4;
    private static final long NO_EXEC = 8;
    private static final long REMOUNT = 32;
    private static final long BIND = 4096;
    private static final long RECURSIVE = 16384;
    private static final long PRIVATE = 1 << 18;
    private static final long DETACH = 2;
    private static final long NO_FOLLOW = 8;

    private Mounts() {}

    /**
     * Shows a file or directory at a second place.
     *
     * @param target a file for a file, a directory for a directory
     * @param readOnly whether writing through the target is refused (mounts below the source keep
     *     what they have)
     * @param recursive whether mounts below the source are shown too
     */
    public static void bind(String source, String target, boolean readOnly, boolean recursive)
            throws IOException {
        mount(source, target, null, BIND | (recursive ? RECURSIVE : 0), null);
        if (readOnly) {
            remountReadOnly(target);
        }
    }

    /** Makes a bind mount read-only. Works in user namespaces, where locked flags must be kept. */
    public static void remountReadOnly(String target) throws IOException {
        long flags = BIND | REMOUNT | READ_ONLY;
        long result = tryMount(null, target, null, flags | lockedFlags(target), null);
        Syscall.check(result, "making read-only", target);
    }

    /** The flags of the mount that a user namespace may not drop. */
    private static long lockedFlags(String target) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            long result =
                    Syscall.call(
                            scratch,
                            SyscallNumber.STATFS,
                            scratch.path(target),
                            scratch.addressOf(Scratch.STRUCT));
            Syscall.check(result, "reading the file system of", target);
            long f = scratch.bytes().getLong(Scratch.STRUCT + 80);
            long times = ((f & 1024) != 0 ? 1024 : 0) | ((f & 2048) != 0 ? 2048 : 0);
            long relative = (f & 4096) != 0 ? 1L << 21 : 0;
            return (f & (NO_SUID | NO_DEV | NO_EXEC)) | times | relative;
        }
    }

    /**
     * Mounts an empty file system in memory.
     *
     * @param options such as {@code mode=755,size=64m}; may be empty
     */
    public static void tmpfs(String target, String options) throws IOException {
        mount("tmpfs", target, "tmpfs", NO_SUID | NO_DEV, options.isEmpty() ? null : options);
    }

    /** Mounts {@code proc}. The process must be in a PID namespace that it may look into. */
    public static void proc(String target) throws IOException {
        mount("proc", target, "proc", NO_SUID | NO_DEV | NO_EXEC, null);
    }

    /** Mounts an overlay; see {@link OverlayMount}. */
    public static void overlay(OverlayMount overlay) throws IOException {
        overlay.mount();
    }

    /** Cuts a mount and everything below it from the propagation of the host. */
    public static void makePrivate(String target, boolean recursive) throws IOException {
        mount(null, target, null, PRIVATE | (recursive ? RECURSIVE : 0), null);
    }

    /**
     * Takes the topmost mount at a place away at once, and its resources when nobody uses them any
     * more. A place where nothing is mounted is an error ({@code EINVAL}).
     */
    public static void unmount(String target) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            long result =
                    Syscall.call(
                            scratch,
                            SyscallNumber.UMOUNT2,
                            scratch.path(target),
                            DETACH | NO_FOLLOW);
            Syscall.check(result, "unmounting", target);
        }
    }

    private static void mount(
            @Nullable String source,
            String target,
            @Nullable String type,
            long flags,
            @Nullable String options)
            throws IOException {
        long result = tryMount(source, target, type, flags, options);
        String operation = source == null ? "changing mount" : "mounting " + source + " at";
        Syscall.check(result, operation, target);
    }

    /** Returns 0 or minus the error number. */
    static long tryMount(
            @Nullable String source,
            String target,
            @Nullable String type,
            long flags,
            @Nullable String options)
            throws ErrnoException {
        try (Scratch scratch = Scratch.take();
                Scratch more = Scratch.take()) {
            return Syscall.call(
                    scratch,
                    SyscallNumber.MOUNT,
                    source == null ? 0 : scratch.secondPath(source),
                    scratch.path(target),
                    type == null ? 0 : more.path(type),
                    flags,
                    scratch.text(options));
        }
    }
}
