package dev.cooper.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the program that sets a sandbox up and runs one step in it. Three processes run it: the
 * stage, a child of the JVM, which only waits for permission and makes the namespaces; init, the
 * first process of the new process ID namespace, which makes the mounts, reaps orphans and whose
 * end kills whatever is left; and the step.
 */
final class SandboxProgram {
    private static final long CLONE_PARENT = 0x8000;
    private static final long NEW_MOUNTS = 0x20000;
    private static final long NEW_CGROUP = 0x2000000;
    private static final long NEW_UTS = 0x4000000;
    private static final long NEW_IPC = 0x8000000;
    private static final long NEW_PIDS = 0x20000000;
    private static final long NEW_NETWORK = 0x40000000;
    private static final long SIGCHLD = 17;
    private static final int SIGPIPE = 13;
    private static final int SIGSTOP = 19;
    private static final int LAST_SIGNAL = 64;
    private static final int SET_NAME = 15;
    private static final int SET_CHILD_SUBREAPER = 36;
    private static final int PDEATHSIG = 1;
    private static final int SIG_SETMASK = 2;
    private static final long CLOSE_ON_EXEC = 4;
    private static final int ALL_FDS = -1;

    private final SandboxScope scope;
    private final SandboxSpec spec;
    private final Seccomp.Options filter;
    private final SandboxMounts mounts;
    private final SandboxIdentity identity;
    private final boolean cgroup;
    private final StageProgram program = new StageProgram();
    private final List<StageProgram.Call> candidates = new ArrayList<>();

    SandboxProgram(SandboxScope scope, SandboxSpec spec, SandboxHost host, NetworkFiles network)
            throws IOException {
        this.scope = scope;
        this.spec = spec;
        this.filter = new Seccomp.Options(!spec.insecure(), host.singleUser());
        this.mounts = new SandboxMounts(program, spec, network);
        this.identity = new SandboxIdentity(program, spec, host);
        // With a parent group of its own a step may see where it is, as with docker.
        this.cgroup = host.hasCgroupNamespace() && spec.cgroupParent().isEmpty();
    }

    /** Writes the program. */
    StageProgram write(StageProcess.Pipes pipes) {
        StageProgram.Label init = new StageProgram.Label();
        startStage(pipes);
        startInit(init);
        program.place(init);
        awaitParent();
        if (spec.network() == SandboxNetwork.NONE) {
            loopbackUp();
        }
        if (scope == SandboxScope.NAMESPACES) {
            program.call(
                    StageCall.SETHOSTNAME,
                    "setting the host name " + spec.hostname(),
                    program.string(spec.hostname()),
                    spec.hostname().length());
        }
        switch (scope) {
            case NAMESPACES, MOUNTS -> mounts.write();
            case ROOT -> mounts.changeRoot();
        }
        StageProgram.Label step = new StageProgram.Label();
        runInit(step);
        program.place(step);
        runStep();
        return program;
    }

    /** Writes a program that only tries whether the scope can be had. */
    StageProgram writeProbe(StageProcess.Pipes pipes) {
        StageProgram.Label init = new StageProgram.Label();
        startStage(pipes);
        startInit(init);
        program.place(init);
        awaitParent();
        switch (scope) {
            case NAMESPACES, MOUNTS -> mounts.makePrivate();
            case ROOT -> mounts.changeRoot();
        }
        program.exit(0);
        return program;
    }

    /** Returns the attempts to run the step's program, in the order of PATH. */
    List<StageProgram.Call> candidates() {
        return candidates;
    }

    private void startStage(StageProcess.Pipes pipes) {
        program.call(StageCall.DUP3, "placing the report", pipes.report().write(), 3, 0);
        program.call(StageCall.DUP3, "placing the pipe of life", pipes.life().read(), 4, 0);
        dieWithParent();
        program.call(StageCall.DUP3, "placing standard output", pipes.out().write(), 1, 0);
        program.call(StageCall.DUP3, "placing standard error", pipes.err().write(), 2, 0);
        program.call(StageCall.CLOSE, "closing standard input", 0).ignore();
        program.call(
                StageCall.OPENAT, "opening /dev/null", Open.CWD, program.string("/dev/null"), 0);
        closeInherited();
        program.call(
                StageCall.RT_SIGPROCMASK,
                "unblocking signals",
                SIG_SETMASK,
                program.words(0),
                0,
                8);
        long defaults = program.words(0, 0, 0, 0);
        for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
            if (signal != Spawn.SIGKILL && signal != SIGSTOP) {
                program.call(StageCall.RT_SIGACTION, "resetting signals", signal, defaults, 0, 8);
            }
        }
        program.call(StageCall.SETSID, "leaving the session").ignore();
        program.call(StageCall.UMASK, "clearing the umask", 0);
        StageProgram.Label go = new StageProgram.Label();
        program.call(StageCall.READ, "waiting for the start", 4, program.words(0), 1).onOther(go);
        program.exit(StageProgram.FAILED);
        program.place(go);
    }

    private void closeInherited() {
        program.attempt(
                () -> program.call(StageCall.CLOSE_RANGE, "closing files", 5, ALL_FDS, 0),
                () -> { // before Linux 5.9
                    for (int fd = 5; fd < 1024; fd++) {
                        program.call(StageCall.CLOSE, "closing files", fd).ignore();
                    }
                });
    }

    private void startInit(StageProgram.Label init) {
        long flags = CLONE_PARENT | SIGCHLD | namespaces();
        long report = program.words(StageProcess.INIT, 0);
        program.call(StageCall.CLONE, "making namespaces", flags).resultTo(report + 8).onZero(init);
        program.call(StageCall.WRITE, "reporting", StageProgram.REPORT, report, 16).ignore();
        program.exit(0);
    }

    private long namespaces() {
        long network = spec.network() == SandboxNetwork.NONE ? NEW_NETWORK : 0;
        return switch (scope) {
            case NAMESPACES ->
                    network | NEW_MOUNTS | NEW_UTS | NEW_IPC | NEW_PIDS | (cgroup ? NEW_CGROUP : 0);
            case MOUNTS -> network | NEW_MOUNTS;
            case ROOT -> network;
        };
    }

    private void dieWithParent() {
        program.call(
                StageCall.PRCTL, "asking to be killed with the parent", PDEATHSIG, Spawn.SIGKILL);
    }

    /** Ends when the JVM died before it could be asked to take this process with it. */
    private void awaitParent() {
        program.call(StageCall.PRCTL, "naming init", SET_NAME, program.string("cooper-init"));
        if (scope.endsWithInit()) {
            dieWithParent();
        } else {
            // It outlives the JVM for the moment that ProcessTree's watcher needs to kill the rest.
            program.call(StageCall.PRCTL, "adopting orphans", SET_CHILD_SUBREAPER, 1);
        }
        long hangUp = program.words(StageProgram.LIFE | 0x1L << 32);
        StageProgram.Label alive = new StageProgram.Label();
        program.call(
                        StageCall.PPOLL,
                        "looking for the parent",
                        hangUp,
                        1,
                        program.words(0, 0),
                        0,
                        8)
                .onZero(alive);
        program.exit(StageProgram.FAILED);
        program.place(alive);
    }

    private void loopbackUp() {
        byte[] request = new byte[40];
        request[0] = 'l';
        request[1] = 'o';
        request[16] = 0x41; // up and running
        StageProgram.Call socket =
                program.call(StageCall.SOCKET, "opening a socket", 2, 2 | Open.CLOEXEC, 0);
        StageProgram.Call up =
                program.call(
                        StageCall.IOCTL,
                        "starting the loopback interface",
                        0,
                        0x8914,
                        program.bytes(request));
        socket.resultToArgument(up, 0);
        program.call(StageCall.CLOSE, "closing the socket", 5);
    }

    private void runInit(StageProgram.Label step) {
        StageProgram.Call fork =
                program.call(StageCall.CLONE, "starting the step", SIGCHLD).onZero(step);
        // The JVM may be gone by the time there is something to report.
        program.call(
                StageCall.RT_SIGACTION,
                "ignoring SIGPIPE",
                SIGPIPE,
                program.words(1, 0, 0, 0),
                0,
                8);
        program.call(StageCall.CLOSE_RANGE, "closing files", 0, 2, 0).ignore();
        program.call(StageCall.CLOSE_RANGE, "closing files", 4, ALL_FDS, 0).ignore();
        long report = program.words(StageProcess.STATUS, 0);
        StageProgram.Label wait = new StageProgram.Label();
        StageProgram.Label ended = new StageProgram.Label();
        program.place(wait);
        StageProgram.Call reap =
                program.call(StageCall.WAIT4, "waiting for the step", -1, report + 8, 0, 0)
                        .onExpected(ended)
                        .onOther(wait);
        fork.resultToExpected(reap);
        program.exit(StageProgram.FAILED);
        program.place(ended);
        program.call(StageCall.WRITE, "reporting", StageProgram.REPORT, report, 16).ignore();
        if (!scope.endsWithInit()) {
            awaitOrphans();
        }
        program.exit(0);
    }

    private void awaitOrphans() {
        StageProgram.Label again = new StageProgram.Label();
        StageProgram.Label none = new StageProgram.Label();
        program.place(again);
        program.call(StageCall.WAIT4, "waiting for orphans", -1, 0, 0, 0)
                .onOther(again)
                .onError(none);
        program.place(none);
    }

    private void runStep() {
        program.call(StageCall.SETSID, "starting a session");
        program.call(StageCall.UMASK, "setting the umask", 0022);
        for (Ulimit limit : spec.ulimits()) {
            program.call(
                    StageCall.PRLIMIT64,
                    "setting ulimit " + limit.name() + "=" + limit.soft() + ":" + limit.hard(),
                    0,
                    limit.resource(),
                    program.words(limit.soft(), limit.hard()),
                    0);
        }
        program.call(
                StageCall.CHDIR, "entering directory " + spec.cwd(), program.string(spec.cwd()));
        identity.write(filter);
        program.call(StageCall.FCNTL, "closing files", StageProgram.REPORT, 2, 1);
        program.call(StageCall.FCNTL, "closing files", StageProgram.LIFE, 2, 1);
        program.call(StageCall.CLOSE_RANGE, "closing files", 5, ALL_FDS, CLOSE_ON_EXEC).ignore();
        execute();
    }

    private void execute() {
        List<String> env = environment();
        long argv = program.strings(spec.argv());
        long envp = program.strings(env);
        for (String path : ProgramSearch.candidates(spec.argv().getFirst(), env, spec.cwd())) {
            candidates.add(
                    program.call(
                                    StageCall.EXECVE,
                                    "running " + path,
                                    program.string(path),
                                    argv,
                                    envp)
                            .ignore());
        }
        program.exit(127);
    }

    private List<String> environment() {
        List<String> env = new ArrayList<>(spec.env());
        if (env.stream().noneMatch(variable -> variable.startsWith("HOME="))) {
            env.add("HOME=" + spec.user().home());
        }
        return env;
    }
}
