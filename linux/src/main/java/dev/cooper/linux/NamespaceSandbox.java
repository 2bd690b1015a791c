package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Cooper's own sandbox: new namespaces for mounts, processes, messages, the host name and, if asked
 * for, the network; docker's capabilities; a system call filter. Needs nothing installed.
 */
final class NamespaceSandbox implements Sandbox {
    private final SandboxHost host = SandboxHost.here();

    @Override
    public Isolation isolation() {
        return Isolation.NAMESPACES;
    }

    @Override
    public int run(SandboxSpec wanted, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        SandboxSpec spec = host.singleUser() ? SingleUser.adapt(wanted) : wanted;
        MountPoints points = MountPoints.make(spec.rootfs(), SandboxMounts.mountPoints(spec));
        try (Cgroup cgroup = Cgroup.open(spec)) {
            return new SandboxRun(SandboxScope.NAMESPACES, spec, host, cgroup).run(out, err);
        } finally {
            points.remove();
        }
    }
}
