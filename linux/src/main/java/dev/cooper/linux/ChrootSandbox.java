package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A changed root with docker's capabilities and the system call filter, for places where namespaces
 * are refused: the step sees the host's processes and network. Mounts work where at least a mount
 * namespace can be had; elsewhere a step that asks for one is refused.
 */
final class ChrootSandbox implements Sandbox {
    private final SandboxHost host = SandboxHost.here();
    private final SandboxScope scope;

    ChrootSandbox(SandboxScope scope) {
        this.scope = scope;
    }

    @Override
    public Isolation isolation() {
        return Isolation.CHROOT;
    }

    @Override
    public int run(SandboxSpec wanted, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        SandboxSpec spec = host.singleUser() ? SingleUser.adapt(wanted) : wanted;
        try (Cgroup cgroup = Cgroup.open(spec)) {
            SandboxRun run = new SandboxRun(scope, spec, host, cgroup);
            return scope == SandboxScope.MOUNTS
                    ? runWithMounts(run, spec, out, err)
                    : runWithoutMounts(run, spec, out, err);
        }
    }

    private static int runWithMounts(
            SandboxRun run, SandboxSpec spec, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        MountPoints points = MountPoints.make(spec.rootfs(), SandboxMounts.mountPoints(spec));
        try {
            return run.runWatched(out, err);
        } finally {
            points.remove();
        }
    }

    private static int runWithoutMounts(
            SandboxRun run, SandboxSpec spec, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        if (!spec.mounts().isEmpty()) {
            throw new IOException(
                    "mounting "
                            + spec.mounts().getFirst().target()
                            + ": isolation chroot cannot mount here (no right to make a mount"
                            + " namespace); use isolation namespaces, or leave out --mount");
        }
        if (spec.network() == SandboxNetwork.NONE) {
            throw new IOException(
                    "network none: isolation chroot cannot leave the network here; use isolation"
                            + " namespaces");
        }
        BorrowedFiles borrowed = BorrowedFiles.put(spec.rootfs(), NetworkFiles.of(spec));
        try {
            return run.runWatched(out, err);
        } finally {
            borrowed.remove();
        }
    }
}
