package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns the end of a stage into an exit code, or into an error of the sandbox itself. */
record SandboxVerdict(SandboxSpec spec, List<StageProgram.Call> candidates, boolean outOfMemory) {
    private static final int CANNOT_RUN = 126;
    private static final int NOT_FOUND = 127;
    private static final int SIGNAL = 128;
    private static final int SIGKILL = 9;

    private static final List<String> SIGNALS =
            List.of(
                    "",
                    "SIGHUP",
                    "SIGINT",
                    "SIGQUIT",
                    "SIGILL",
                    "SIGTRAP",
                    "SIGABRT",
                    "SIGBUS",
                    "SIGFPE",
                    "SIGKILL",
                    "SIGUSR1",
                    "SIGSEGV",
                    "SIGUSR2",
                    "SIGPIPE",
                    "SIGALRM",
                    "SIGTERM",
                    "SIGSTKFLT",
                    "SIGCHLD",
                    "SIGCONT",
                    "SIGSTOP",
                    "SIGTSTP",
                    "SIGTTIN",
                    "SIGTTOU",
                    "SIGURG",
                    "SIGXCPU",
                    "SIGXFSZ",
                    "SIGVTALRM",
                    "SIGPROF",
                    "SIGWINCH",
                    "SIGIO",
                    "SIGPWR",
                    "SIGSYS");

    /** Returns the exit code of the step; says on {@code err} what the step itself could not. */
    int exitCode(StageOutcome outcome, OutputStream err) throws IOException {
        for (StageOutcome.Failure failure : outcome.failures()) {
            if (!failure.call().ignored()) {
                throw new ErrnoException(
                        "setting up the sandbox: " + failure.call().doing(), "", failure.errno());
            }
        }
        if (outcome.status() < 0) {
            throw new IOException(
                    "running " + spec.argv().getFirst() + ": the sandbox was killed from outside");
        }
        int signal = outcome.signal();
        if (signal != 0) {
            say(
                    err,
                    spec.argv().getFirst()
                            + " was killed by "
                            + signalName(signal)
                            + reason(signal));
            return SIGNAL + signal;
        }
        if (outcome.exitCode() == NOT_FOUND && ranNothing(outcome)) {
            return explain(outcome, err);
        }
        if (outOfMemory) {
            say(err, "a process was killed for exceeding the memory limit of " + limit());
        }
        return outcome.exitCode();
    }

    private boolean ranNothing(StageOutcome outcome) {
        return outcome.failures().stream().filter(f -> candidates.contains(f.call())).count()
                == candidates.size();
    }

    private int explain(StageOutcome outcome, OutputStream err) throws IOException {
        int reason = Errno.ENOENT;
        for (StageOutcome.Failure failure : outcome.failures()) {
            boolean missing = failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR;
            if (candidates.contains(failure.call()) && !missing) {
                reason = failure.errno();
            }
        }
        return reason == Errno.ENOENT
                ? notFound(spec, err)
                : cannotRun(
                        spec,
                        err,
                        Errno.text(reason)
                                + (reason == Errno.ENOEXEC
                                        ? " (built for another platform, or a script without #!)"
                                        : ""));
    }

    /** Says that the program is missing and returns the exit code of that. */
    static int notFound(SandboxSpec spec, OutputStream err) throws IOException {
        String program = spec.argv().getFirst();
        if (program.indexOf('/') >= 0) {
            say(
                    err,
                    program
                            + ": the image has no such file, or not the interpreter or loader that"
                            + " it names");
        } else {
            say(err, program + ": not found in the image's PATH=" + ProgramSearch.path(spec.env()));
        }
        return NOT_FOUND;
    }

    /** Says why the program cannot be run and returns the exit code of that. */
    static int cannotRun(SandboxSpec spec, OutputStream err, String reason) throws IOException {
        say(err, spec.argv().getFirst() + ": cannot be run: " + reason);
        return CANNOT_RUN;
    }

    private String reason(int signal) {
        return signal == SIGKILL && outOfMemory
                ? " for exceeding the memory limit of " + limit()
                : "";
    }

    private String limit() {
        return spec.memoryBytes() + " bytes";
    }

    private static String signalName(int signal) {
        return signal < SIGNALS.size() ? SIGNALS.get(signal) : "signal " + signal;
    }

    private static void say(OutputStream err, String sentence) throws IOException {
        err.write(("cooper: " + sentence + "\n").getBytes(StandardCharsets.UTF_8));
        err.flush();
    }
}
