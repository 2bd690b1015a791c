package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Cooper's own sandbox: new namespaces for mounts, processes, messages, the host name and, if asked
 * for, the network; docker's capabilities; a system call filter. Needs nothing installed.
 */
final class NamespaceSandbox implements Sandbox {
    private final SandboxHost host;

    NamespaceSandbox() {
        this.host = SandboxHost.here();
    }

    @Override
    public Isolation isolation() {
        return Isolation.NAMESPACES;
    }

    @Override
    public int run(SandboxSpec wanted, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        SandboxSpec spec = host.singleUser() ? SingleUser.adapt(wanted) : wanted;
        NetworkFiles network = NetworkFiles.of(spec);
        MountPoints points = MountPoints.make(spec.rootfs(), SandboxMounts.mountPoints(spec));
        try (Cgroup cgroup = Cgroup.open(spec)) {
            SandboxProgram program = new SandboxProgram(spec, host, network);
            StageProcess.Pipes pipes = StageProcess.Pipes.open();
            StageOutcome outcome =
                    StageProcess.run(program.write(pipes), pipes, out, err, cgroup::add);
            return new SandboxVerdict(spec, program.candidates(), cgroup.killedForMemory())
                    .exitCode(outcome, err);
        } finally {
            points.remove();
        }
    }
}
