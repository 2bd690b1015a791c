package dev.cooper.linux;

import org.jspecify.annotations.Nullable;

/** Writes calls that mount. */
final class MountCalls {
    static final long READ_ONLY = 1;
    static final long NO_SUID = 2;
    static final long NO_DEV = 4;
    static final long NO_EXEC = 8;
    static final long REMOUNT = 32;
    static final long BIND = 4096;
    static final long MOVE = 8192;
    static final long ALL = 16384;
    static final long PRIVATE = 1 << 18;

    private static final long OPEN_TREE_CLONE = 1;
    private static final long AT_RECURSIVE = 0x8000;
    private static final long AT_EMPTY_PATH = 0x1000;
    private static final long MOVE_FROM_EMPTY_PATH = 4;
    private static final long MOVE_TO_SYMLINKS = 0x10;
    private static final long RESOLVE_IN_ROOT = 0x10;
    private static final int SET_STRING = 1;
    private static final int CREATE = 6;

    /** The first free descriptor: 0 to 4 have their meaning, the others are moved away. */
    private static final int LOWEST = 5;

    private static final int SOURCE_ROOT = 97;
    private static final int SOURCE = 98;
    private static final int WRITTEN = 99;
    private static final int FIRST_SOURCE = 100;

    private final StageProgram program;
    private final long empty;
    private int sources = FIRST_SOURCE;
    private int scratchFiles;

    MountCalls(StageProgram program) {
        this.program = program;
        this.empty = program.string("");
    }

    /** Mounts as mount(2) does. */
    StageProgram.Call call(
            String doing,
            @Nullable String source,
            String target,
            @Nullable String type,
            long flags,
            @Nullable String options) {
        return program.call(
                StageCall.MOUNT,
                doing,
                source == null ? 0 : program.string(source),
                program.string(target),
                type == null ? 0 : program.string(type),
                flags,
                options == null ? 0 : program.string(options));
    }

    /** Mounts a file system in memory. */
    StageProgram.Call memory(String target, long flags, String options) {
        return call("mounting tmpfs on " + target, "tmpfs", target, "tmpfs", flags, options);
    }

    /** Adds restrictions to the mount at a path. */
    void restrict(String target, long flags) {
        String doing = "restricting the mount on " + target;
        program.attempt(
                () ->
                        program.call(
                                StageCall.MOUNT_SETATTR,
                                doing,
                                Open.CWD,
                                program.string(target),
                                0,
                                program.words(flags, 0, 0, 0),
                                32),
                () -> call(doing, null, target, null, BIND | REMOUNT | flags, null)); // < 5.12
    }

    /**
     * Opens what is to be mounted later, while the host's root is still the root.
     *
     * @return its descriptor
     */
    int source(String root, String path) {
        int fd = sources++;
        source(root, path, fd);
        return fd;
    }

    private void source(String root, String path, int fd) {
        String doing = "opening " + path;
        if (root.equals("/")) {
            moved(tree(doing, Open.CWD, program.string(path), 0), fd);
            return;
        }
        moved(
                program.call(
                        StageCall.OPENAT,
                        "opening " + root,
                        Open.CWD,
                        program.string(root),
                        Open.PATH | Open.CLOEXEC),
                SOURCE_ROOT);
        moved(
                program.call(
                        StageCall.OPENAT2,
                        "opening " + path + " in " + root,
                        SOURCE_ROOT,
                        program.string(path.isEmpty() ? "." : path),
                        program.words(Open.PATH | Open.CLOEXEC, 0, RESOLVE_IN_ROOT),
                        24),
                SOURCE);
        moved(tree(doing, SOURCE, empty, AT_EMPTY_PATH), fd);
    }

    /**
     * Makes a file system of the kernel's own to be mounted later; where that is refused, opens the
     * host's. It must be made before the host's root is left: in a user namespace the kernel allows
     * it only to those who can see such a file system already.
     *
     * @param type proc or sysfs
     * @param path where the host has it
     * @return its descriptor
     */
    int kernelFileSystem(String type, String path, long flags) {
        int fd = sources++;
        String doing = "making the file system for " + path;
        program.attempt(
                () -> {
                    moved(program.call(StageCall.FSOPEN, doing, program.string(type), 1), fd);
                    program.call(
                            StageCall.FSCONFIG,
                            doing,
                            fd,
                            SET_STRING,
                            program.string("source"),
                            program.string(type),
                            0);
                    program.call(StageCall.FSCONFIG, doing, fd, CREATE, 0, 0, 0);
                    moved(program.call(StageCall.FSMOUNT, doing, fd, 1, flags), fd);
                },
                () -> {
                    source("/", path, fd);
                    restrictSource(fd, flags, path).ignore();
                });
        return fd;
    }

    /** Moves a descriptor to a number that is known when the program is written. */
    private void moved(StageProgram.Call open, int fd) {
        StageProgram.Call place = program.call(StageCall.DUP3, open.doing(), 0, fd, Open.CLOEXEC);
        open.resultToArgument(place, 0);
        program.call(StageCall.CLOSE, open.doing(), LOWEST);
    }

    private StageProgram.Call tree(String doing, long directory, long path, long flags) {
        return program.call(
                StageCall.OPEN_TREE,
                doing,
                directory,
                path,
                flags | OPEN_TREE_CLONE | AT_RECURSIVE | Open.CLOEXEC);
    }

    /** Adds restrictions to a source and to all that is mounted below it. */
    StageProgram.Call restrictSource(int fd, long flags, String target) {
        return program.call(
                StageCall.MOUNT_SETATTR,
                "restricting the mount on " + target,
                fd,
                empty,
                AT_EMPTY_PATH | AT_RECURSIVE,
                program.words(flags, 0, 0, 0),
                32);
    }

    /** Mounts a source. */
    void place(int fd, String target) {
        program.call(
                StageCall.MOVE_MOUNT,
                "mounting " + target,
                fd,
                empty,
                Open.CWD,
                program.string(target),
                MOVE_FROM_EMPTY_PATH | MOVE_TO_SYMLINKS);
    }

    /**
     * Writes a file into the scratch space, which is at /proc until the step's /proc is mounted.
     *
     * @return its path
     */
    String scratchFile(String name, byte[] content, int mode, int uid, int gid) {
        String path = "/proc/" + scratchFiles++;
        long flags = Open.WRITE | Open.CREATE | Open.EXCLUSIVE | Open.CLOEXEC;
        String making = "making " + name;
        moved(
                program.call(StageCall.OPENAT, making, Open.CWD, program.string(path), flags, 0600),
                WRITTEN);
        if (content.length > 0) {
            program.call(StageCall.WRITE, making, WRITTEN, program.bytes(content), content.length);
        }
        program.call(StageCall.CLOSE, making, WRITTEN); // or it could not be executed
        long address = program.string(path);
        if (uid != 0 || gid != 0) {
            program.call(StageCall.FCHOWNAT, "giving away " + name, Open.CWD, address, uid, gid, 0);
        }
        program.call(StageCall.FCHMODAT, "changing the mode of " + name, Open.CWD, address, mode);
        return path;
    }
}
