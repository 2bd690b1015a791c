package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;

/** One run of a step by a stage of Cooper's own. */
final class SandboxRun implements StageProcess.Events {
    private final SandboxScope scope;
    private final SandboxSpec spec;
    private final Cgroup cgroup;
    private final SandboxProgram program;

    SandboxRun(SandboxScope scope, SandboxSpec spec, SandboxHost host, Cgroup cgroup)
            throws IOException {
        this.scope = scope;
        this.spec = spec;
        this.cgroup = cgroup;
        this.program = new SandboxProgram(scope, spec, host, NetworkFiles.of(spec));
    }

    /** Runs the step and returns its exit code. */
    int run(OutputStream out, OutputStream err) throws IOException, InterruptedException {
        return run(this, out, err);
    }

    private int run(StageProcess.Events events, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        StageOutcome outcome = StageProcess.run(scope, events, out, err);
        return new SandboxVerdict(spec, program.candidates(), cgroup.killedForMemory())
                .exitCode(outcome, err);
    }

    /** Runs the step with a watcher that kills it should this process be killed. */
    int runWatched(OutputStream out, OutputStream err) throws IOException, InterruptedException {
        Process watcher = ProcessTree.watch();
        try {
            return run(new Watched(this, watcher), out, err);
        } finally {
            ProcessTree.release(watcher);
        }
    }

    @Override
    public StageProgram write(StageProcess.Pipes pipes) {
        return program.write(pipes);
    }

    @Override
    public void started(int stage) throws IOException {
        cgroup.add(stage);
    }

    @Override
    public void initialized(int init) {}

    private record Watched(SandboxRun run, Process watcher) implements StageProcess.Events {
        @Override
        public StageProgram write(StageProcess.Pipes pipes) {
            return run.write(pipes);
        }

        @Override
        public void started(int stage) throws IOException {
            run.started(stage);
        }

        @Override
        public void initialized(int init) throws IOException {
            ProcessTree.watch(watcher, init);
        }
    }
}
