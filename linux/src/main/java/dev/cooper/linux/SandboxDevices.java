package dev.cooper.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the calls that make /dev. The nodes are the host's own, bound one by one onto a file
 * system that refuses devices: so root in a step can make device nodes but not open them.
 */
final class SandboxDevices {
    private static final List<String> NODES =
            List.of("null", "zero", "full", "random", "urandom", "tty");

    /** What a privileged step gets too, where the host has it. */
    private static final List<String> PRIVILEGED =
            List.of(
                    "fuse",
                    "kvm",
                    "kmsg",
                    "loop-control",
                    "loop0",
                    "loop1",
                    "loop2",
                    "loop3",
                    "loop4",
                    "loop5",
                    "loop6",
                    "loop7");

    private static final Map<String, String> LINKS =
            Map.of(
                    "fd", "/proc/self/fd",
                    "stdin", "/proc/self/fd/0",
                    "stdout", "/proc/self/fd/1",
                    "stderr", "/proc/self/fd/2",
                    "core", "/proc/kcore",
                    "ptmx", "pts/ptmx");

    private static final int REGULAR_FILE = 0100000;
    private static final String PSEUDO_TERMINALS = "newinstance,ptmxmode=0666,mode=0620";

    private final StageProgram program;
    private final MountCalls mounts;
    private final SandboxSpec spec;
    private final Map<String, Integer> nodes = new LinkedHashMap<>();

    SandboxDevices(StageProgram program, MountCalls mounts, SandboxSpec spec) {
        this.program = program;
        this.mounts = mounts;
        this.spec = spec;
    }

    /** Opens the host's nodes. */
    void open() {
        NODES.forEach(this::open);
        if (spec.insecure()) {
            PRIVILEGED.stream()
                    .filter(name -> Files.exists(Path.of("/dev", name)))
                    .forEach(this::open);
        }
    }

    private void open(String node) {
        nodes.put(node, mounts.source("/", "/dev/" + node));
    }

    void write() {
        long noDevices = spec.insecure() ? 0 : MountCalls.NO_DEV;
        long careful = MountCalls.NO_SUID | MountCalls.NO_EXEC;
        mounts.memory("/dev", MountCalls.NO_SUID | noDevices, "mode=0755,size=65536k");
        nodes.forEach(this::node);
        for (String directory : List.of("/dev/pts", "/dev/shm", "/dev/mqueue")) {
            program.call(
                    StageCall.MKDIRAT,
                    "making " + directory,
                    Open.CWD,
                    program.string(directory),
                    0755);
        }
        LINKS.forEach((name, target) ->
                program.call(
                        StageCall.SYMLINKAT,
                        "linking /dev/" + name,
                        program.string(target),
                        Open.CWD,
                        program.string("/dev/" + name)));
        program.attempt(
                () -> terminals(careful, PSEUDO_TERMINALS + ",gid=5"),
                () -> terminals(careful, PSEUDO_TERMINALS)); // this user namespace has no group 5
        mounts.memory("/dev/shm", careful | MountCalls.NO_DEV, "mode=1777,size=" + spec.shmBytes());
        mounts.call(
                        "mounting /dev/mqueue",
                        "mqueue",
                        "/dev/mqueue",
                        "mqueue",
                        careful | MountCalls.NO_DEV,
                        null)
                .ignore(); // not every kernel has message queues
    }

    private void node(String name, int fd) {
        String path = "/dev/" + name;
        program.call(
                StageCall.MKNODAT,
                "making " + path,
                Open.CWD,
                program.string(path),
                REGULAR_FILE | 0666,
                0);
        mounts.place(fd, path);
    }

    private void terminals(long flags, String options) {
        mounts.call("mounting /dev/pts", "devpts", "/dev/pts", "devpts", flags, options);
    }
}
