package dev.cooper.build;

import dev.cooper.dockerfile.Origin;

import java.io.IOException;
import java.util.Optional;

/** A RUN step ended with a code other than 0. */
public final class StepFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Label label;
    private final int exitCode;
    private final String lastOutput;
    private final String kept;

    StepFailedException(Label label, String command, int exitCode, String lastOutput, String kept) {
        super("process \"" + command + "\" did not complete successfully: exit code: " + exitCode);
        this.label = label;
        this.exitCode = exitCode;
        this.lastOutput = lastOutput;
        this.kept = kept;
    }

    /** The step as progress shows it, such as {@code [build 2/4] RUN make}. */
    public String step() {
        return label.name();
    }

    /** Where the step stands. */
    public Optional<Origin> origin() {
        return label.origin();
    }

    /** The code the command ended with. */
    public int exitCode() {
        return exitCode;
    }

    /** The end of what the command printed. */
    public String lastOutput() {
        return lastOutput;
    }

    /** The name of the image that holds the failed root; empty when it was not kept. */
    public Optional<String> kept() {
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }
}
