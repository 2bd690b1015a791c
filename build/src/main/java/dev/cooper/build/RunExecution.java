package dev.cooper.build;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Sandbox;
import dev.cooper.linux.SandboxMount;
import dev.cooper.linux.SandboxNetwork;
import dev.cooper.linux.SandboxSpec;
import dev.cooper.linux.SandboxUser;
import dev.cooper.linux.Ulimit;
import dev.cooper.store.Mounted;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Snapshots;
import dev.cooper.store.Work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Runs the command of a RUN on its root and keeps what it changed. */
final class RunExecution {
    private final Snapshots snapshots;
    private final Sandbox sandbox;
    private final BuildRequest request;
    private final StepMounts mounts;
    private final FailedRoots failed;
    private final Progress progress;
    private final Clock clock;

    RunExecution(
            Snapshots snapshots,
            Sandbox sandbox,
            BuildRequest request,
            StepMounts mounts,
            FailedRoots failed,
            Progress progress,
            Clock clock) {
        this.snapshots = snapshots;
        this.sandbox = sandbox;
        this.request = request;
        this.mounts = mounts;
        this.failed = failed;
        this.progress = progress;
        this.clock = clock;
    }

    SnapshotId run(Vertex.Run vertex, Solver solver) throws IOException, InterruptedException {
        RunStep step = vertex.step();
        List<SnapshotId> chain = solver.chain(vertex.root());
        StepOutput output = new StepOutput(vertex.digest(), progress, clock);
        try (Work work = snapshots.prepare()) {
            int exitCode;
            try (Mounted root = snapshots.mount(chain, work);
                    StepMounts.Prepared prepared = mounts.prepare(vertex, solver)) {
                SandboxUser user = prepareRoot(root, step);
                exitCode =
                        sandbox.run(
                                spec(step, root, user, prepared),
                                output.stream(1),
                                output.stream(2));
            }
            if (exitCode == 0) {
                return snapshots.commit(work);
            }
            String kept =
                    request.keepFailed() ? failed.keep(chain, snapshots.commit(work), step) : "";
            throw new StepFailedException(
                    vertex.label(),
                    String.join(" ", step.argv()),
                    exitCode,
                    output.lastOutput(),
                    kept);
        }
    }

    private static SandboxUser prepareRoot(Mounted root, RunStep step) throws IOException {
        try (Directory directory = Directory.open(root.root())) {
            SandboxUser user = StepUser.resolve(directory, step.user());
            // A working directory that no instruction made is made here, as container runtimes do.
            WorkingDirectory.make(directory, step.workingDirectory(), 0, 0);
            return user;
        }
    }

    private SandboxSpec spec(
            RunStep step, Mounted root, SandboxUser user, StepMounts.Prepared prepared) {
        BuildRequest.RunDefaults defaults = request.run();
        List<SandboxMount> all = new ArrayList<>(prepared.mounts());
        step.script()
                .ifPresent(script ->
                        all.add(
                                new SandboxMount.File(
                                        script.body().getBytes(StandardCharsets.UTF_8),
                                        "/dev/pipes/" + script.name(),
                                        0755,
                                        0,
                                        0)));
        List<String> hosts = new ArrayList<>();
        defaults.extraHosts().forEach((name, address) -> hosts.add(name + "=" + address));
        return new SandboxSpec(
                root.root(),
                step.argv(),
                step.environment(prepared.secretEnvironment()),
                step.workingDirectory(),
                user,
                request.buildArgs().getOrDefault("BUILDKIT_SANDBOX_HOSTNAME", SandboxSpec.HOSTNAME),
                all,
                network(step.network(), defaults.network()),
                step.insecure(),
                hosts,
                defaults.shmSize().orElse(SandboxSpec.SHM_BYTES),
                defaults.ulimits().stream().map(Ulimit::parse).toList(),
                defaults.memory().orElse(0),
                defaults.cgroupParent());
    }

    private static SandboxNetwork network(RunStep.Network step, String build) {
        return switch (step) {
            case NONE -> SandboxNetwork.NONE;
            case HOST -> SandboxNetwork.HOST;
            case DEFAULT ->
                    switch (build) {
                        case "none" -> SandboxNetwork.NONE;
                        case "host" -> SandboxNetwork.HOST;
                        default -> SandboxNetwork.DEFAULT;
                    };
        };
    }
}
