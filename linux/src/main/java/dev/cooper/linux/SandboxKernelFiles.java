package dev.cooper.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the calls that mount /sys and /proc with the host's secrets masked, as docker does. */
final class SandboxKernelFiles {
    private static final List<String> MASKED =
            List.of(
                    "/proc/acpi",
                    "/proc/asound",
                    "/proc/interrupts",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/sched_debug",
                    "/proc/scsi",
                    "/proc/timer_list",
                    "/proc/timer_stats");

    private static final List<String> MASKED_SYSTEM =
            List.of("/sys/firmware", "/sys/devices/virtual/powercap");

    static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private static final long CAREFUL = MountCalls.NO_SUID | MountCalls.NO_DEV | MountCalls.NO_EXEC;

    private final MountCalls mounts;
    private final SandboxSpec spec;
    private int system;
    private int processes;

    SandboxKernelFiles(MountCalls mounts, SandboxSpec spec) {
        this.mounts = mounts;
        this.spec = spec;
    }

    /** Returns the paths that a step may not read. */
    static List<String> masked() {
        List<String> all = new java.util.ArrayList<>(MASKED);
        all.addAll(MASKED_SYSTEM);
        return all;
    }

    /** Makes them; by a process inside the process ID namespace, which /proc then shows. */
    void open() {
        system = mounts.kernelFileSystem("sysfs", "/sys", CAREFUL | writing());
        processes = mounts.kernelFileSystem("proc", "/proc", CAREFUL);
    }

    private long writing() {
        return spec.insecure() ? 0 : MountCalls.READ_ONLY;
    }

    /** Mounts /sys. */
    void system() {
        mounts.place(system, "/sys");
        if (!spec.insecure()) {
            mounts.restrict("/sys", CAREFUL | MountCalls.READ_ONLY); // before Linux 5.12
            MASKED_SYSTEM.forEach(this::mask);
        }
    }

    /** Mounts /proc. */
    void processes() {
        mounts.place(processes, "/proc");
        if (spec.insecure()) {
            return;
        }
        for (String path : READ_ONLY) {
            if (Files.exists(Path.of(path))) {
                mounts.call(
                        "mounting " + path,
                        path,
                        path,
                        null,
                        MountCalls.BIND | MountCalls.ALL,
                        null);
                mounts.restrict(path, CAREFUL | MountCalls.READ_ONLY);
            }
        }
        MASKED.forEach(this::mask);
    }

    private void mask(String path) {
        Path here = Path.of(path);
        if (Files.isDirectory(here)) {
            mounts.memory(path, CAREFUL | MountCalls.READ_ONLY, "size=0,mode=0555").ignore();
        } else if (Files.exists(here)) {
            mounts.call("masking " + path, "/dev/null", path, null, MountCalls.BIND, null);
        }
    }
}
