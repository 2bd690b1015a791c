package dev.cooper.linux;

import java.util.List;

/**
 * How a stage ended.
 *
 * @param failures the calls that failed, in order, those that were expected to included
 * @param status what wait4 said of the step; -1 when it never ran
 */
record StageOutcome(List<Failure> failures, int status) {
    /**
     * A call that the kernel refused.
     *
     * @param call which one
     * @param errno the reason
     */
    record Failure(StageProgram.Call call, int errno) {}

    StageOutcome {
        failures = List.copyOf(failures);
    }

    /** Returns the signal that ended the step, 0 when none did. */
    int signal() {
        return status & 0x7f;
    }

    /** Returns the exit code of the step when no signal ended it. */
    int exitCode() {
        return status >> 8 & 0xff;
    }
}
