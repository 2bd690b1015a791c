package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Tries whether this process may do what a scope needs. */
final class SandboxProbe {
    private SandboxProbe() {}

    /** Returns the reason why a scope cannot be had here; empty when it can. */
    static Optional<String> obstacle(SandboxScope scope) throws IOException, InterruptedException {
        SandboxSpec nothing = SandboxSpec.of("/", List.of("/nonexistent"));
        SandboxProgram program =
                new SandboxProgram(
                        scope,
                        nothing,
                        SandboxHost.here(),
                        new NetworkFiles(new byte[0], new byte[0]));
        StageOutcome outcome =
                StageProcess.run(
                        scope,
                        new Attempt(program),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream());
        return outcome.failures().stream()
                .filter(failure -> !failure.call().ignored())
                .findFirst()
                .map(failure -> failure.call().doing() + ": " + Errno.text(failure.errno()));
    }

    private record Attempt(SandboxProgram program) implements StageProcess.Events {
        @Override
        public StageProgram write(StageProcess.Pipes pipes) {
            return program.writeProbe(pipes);
        }

        @Override
        public void started(int stage) {}

        @Override
        public void initialized(int init) {}
    }
}
