package dev.cooper.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The control groups of one step that has a memory limit or a parent group; a step without either
 * stays in the group of this process. Knows version 2 and version 1 of control groups.
 */
final class Cgroup implements AutoCloseable {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final String DEFAULT_PARENT = "cooper";
    private static final int REMOVAL_ATTEMPTS = 100;
    private static final List<String> VERSION_1 =
            List.of("memory", "cpu", "cpuacct", "pids", "blkio");

    private final List<Path> groups = new ArrayList<>();

    /**
     * Where the kernel counts the processes it killed for memory, as "oom_kill N"; may be empty.
     */
    private final List<Path> counters = new ArrayList<>();

    private Cgroup() {}

    /**
     * Makes the groups that a step needs, none for most steps.
     *
     * @throws IOException if this process may not make them
     */
    static Cgroup open(SandboxSpec spec) throws IOException {
        Cgroup cgroup = new Cgroup();
        if (spec.memoryBytes() <= 0 && spec.cgroupParent().isEmpty()) {
            return cgroup;
        }
        String parent = spec.cgroupParent().orElse(DEFAULT_PARENT);
        String name = "step-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
        try {
            CgroupMounts mounts = CgroupMounts.read();
            boolean limited =
                    mounts.unified().isPresent()
                            ? cgroup.unified(mounts.unified().get(), parent, name, spec)
                            : cgroup.separate(mounts, parent, name, spec);
            if (spec.memoryBytes() > 0 && !limited) {
                throw new IOException("no control group can limit memory here");
            }
        } catch (IOException e) {
            cgroup.close();
            throw new IOException(
                    "limiting the memory or setting the control group of a step: "
                            + reason(e)
                            + "; run as root, or leave out --memory and --cgroup-parent",
                    e);
        }
        return cgroup;
    }

    private static String reason(IOException failure) {
        return failure instanceof AccessDeniedException denied
                ? "no permission to write " + denied.getFile()
                : String.valueOf(failure.getMessage());
    }

    /** Returns whether memory is limited. */
    private boolean unified(Path root, String parent, String name, SandboxSpec spec)
            throws IOException {
        Path above = CgroupMounts.inside(root, parent);
        Files.createDirectories(above);
        Path group = above.resolve(name);
        if (spec.memoryBytes() > 0) {
            Path level = root;
            for (Path next : root.relativize(group)) {
                write(level.resolve("cgroup.subtree_control"), "+memory");
                level = level.resolve(next);
            }
        }
        groups.add(Files.createDirectory(group));
        if (spec.memoryBytes() <= 0) {
            return false;
        }
        write(group.resolve("memory.max"), Long.toString(spec.memoryBytes()));
        Path swap = group.resolve("memory.swap.max");
        if (Files.exists(swap)) {
            write(swap, Long.toString(spec.memoryBytes())); // as docker: as much again
        }
        counters.add(group.resolve("memory.events"));
        return true;
    }

    private boolean separate(CgroupMounts mounts, String parent, String name, SandboxSpec spec)
            throws IOException {
        boolean limited = false;
        for (String controller : VERSION_1) {
            Path root = mounts.controllers().get(controller);
            if (root == null) {
                continue;
            }
            Path group = CgroupMounts.inside(root, parent).resolve(name);
            if (groups.contains(group)) {
                continue; // two controllers in one hierarchy
            }
            Files.createDirectories(group);
            groups.add(group);
            if (controller.equals("memory") && spec.memoryBytes() > 0) {
                write(group.resolve("memory.limit_in_bytes"), Long.toString(spec.memoryBytes()));
                counters.add(group.resolve("memory.oom_control"));
                limited = true;
            }
        }
        return limited;
    }

    /** Puts a process in. */
    void add(int pid) throws IOException {
        for (Path group : groups) {
            write(group.resolve("cgroup.procs"), Integer.toString(pid));
        }
    }

    /** Tells whether the kernel killed a process of the step for want of memory. */
    boolean killedForMemory() {
        for (Path counter : counters) {
            try {
                for (String line : Files.readAllLines(counter, StandardCharsets.US_ASCII)) {
                    if (line.startsWith("oom_kill ") && !line.equals("oom_kill 0")) {
                        return true;
                    }
                }
            } catch (IOException e) {
                // The count is for the message only; the step has failed or not without it.
                return false;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        for (Path group : groups) {
            remove(group);
        }
    }

    /** The kernel gives up a group a moment after its last process has gone. */
    private static void remove(Path group) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.deleteIfExists(group);
                return;
            } catch (IOException e) {
                if (attempt == REMOVAL_ATTEMPTS) {
                    throw e;
                }
            }
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    private static void write(Path file, String value) throws IOException {
        Files.write(file, value.getBytes(StandardCharsets.US_ASCII));
    }
}
