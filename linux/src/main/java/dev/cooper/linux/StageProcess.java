package dev.cooper.linux;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A running {@link StageProgram}: one platform thread starts it, copies its output and stays until
 * the end, because the kernel kills the stage when the thread that started it ends.
 */
final class StageProcess {
    /** Report: the process ID of the one below the stage that ends the step when it is killed. */
    static final long INIT = 1;

    /** Report: the step's exit status. */
    static final long STATUS = 2;

    private static final int POLL = SyscallNumber.ARM ? 73 : 271;
    private static final int HEAD = 16;

    /** What is told to the caller, in order, by the thread that keeps the stage. */
    interface Events {
        /** Writes the program for these pipes. */
        StageProgram write(Pipes pipes);

        /** The stage exists and waits for its start. */
        void started(int stage) throws IOException;

        /** The process exists whose end is the step's end. */
        void initialized(int init) throws IOException;
    }

    private final SandboxScope scope;
    private final Events events;
    private final OutputStream out;
    private final OutputStream err;
    private final List<StageOutcome.Failure> failures = new ArrayList<>();
    private final ByteBuffer report =
            ByteBuffer.allocate(HEAD).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    private @Nullable StageProgram program;
    private int status = -1;
    private @Nullable Throwable trouble;
    private int stage;
    private int init;
    private boolean cancelled;

    private StageProcess(SandboxScope scope, Events events, OutputStream out, OutputStream err) {
        this.scope = scope;
        this.events = events;
        this.out = out;
        this.err = err;
    }

    /** The ends of the pipes to a stage. */
    record Pipes(Spawn.Pipe out, Spawn.Pipe err, Spawn.Pipe report, Spawn.Pipe life) {
        static Pipes open() throws IOException {
            return new Pipes(
                    Spawn.Pipe.fromProgram(),
                    Spawn.Pipe.fromProgram(),
                    Spawn.Pipe.fromProgram(),
                    Spawn.Pipe.toProgram());
        }

        private void closeInner() {
            Open.close(out.write());
            Open.close(err.write());
            Open.close(report.write());
            Open.close(life.read());
        }

        private void closeOuter() {
            Open.close(out.read());
            Open.close(err.read());
            Open.close(report.read());
            Open.close(life.write());
        }
    }

    /** Runs a program to its end; an interrupt kills it. */
    static StageOutcome run(SandboxScope scope, Events events, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        StageProcess process = new StageProcess(scope, events, out, err);
        Thread thread = Thread.ofPlatform().name("sandbox").unstarted(process::keep);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                process.cancel();
            }
        }
        if (interrupted) {
            throw new InterruptedException("the step was cancelled");
        }
        return process.outcome();
    }

    private StageOutcome outcome() throws IOException {
        return switch (trouble) {
            case null -> new StageOutcome(failures, status);
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable t -> throw new IOException("running a sandbox: " + t, t);
        };
    }

    private void keep() {
        try {
            Pipes pipes = Pipes.open();
            try {
                start(pipes);
                copy(pipes);
            } finally {
                pipes.closeOuter();
            }
        } catch (Throwable t) {
            trouble(t);
        } finally {
            reap();
        }
    }

    private void start(Pipes pipes) throws IOException {
        try {
            program = events.write(pipes);
            byte[] elf = program.elf();
            synchronized (this) {
                stage = Spawn.start(elf, "cooper-sandbox");
            }
            events.started(stage);
            Spawn.signal(pipes.life().write());
        } finally {
            pipes.closeInner();
        }
    }

    private void copy(Pipes pipes) {
        int[] fds = {pipes.out().read(), pipes.err().read(), pipes.report().read()};
        int open = fds.length;
        try (Scratch scratch = Scratch.take()) {
            while (open > 0) {
                ByteBuffer bytes = scratch.bytes();
                for (int i = 0; i < fds.length; i++) {
                    bytes.putInt(Scratch.STRUCT + 8 * i, fds[i]);
                    bytes.putInt(Scratch.STRUCT + 8 * i + 4, 1);
                }
                Syscall.call(scratch, POLL, scratch.addressOf(Scratch.STRUCT), fds.length, 0, 0);
                for (int i = 0; i < fds.length; i++) {
                    boolean ready = bytes.getShort(Scratch.STRUCT + 8 * i + 6) != 0;
                    if (ready && !transfer(scratch, fds[i], i)) {
                        fds[i] = -1;
                        open--;
                    }
                }
            }
        }
    }

    /** Moves what there is to read; false at the end. */
    private boolean transfer(Scratch scratch, int fd, int which) {
        long count =
                Syscall.call(
                        scratch,
                        SyscallNumber.READ,
                        fd,
                        scratch.addressOf(Scratch.DATA),
                        Scratch.DATA_SIZE);
        if (count <= 0) {
            return false;
        }
        byte[] chunk = scratch.copy(Scratch.DATA, (int) count);
        if (which == 2) {
            for (byte b : chunk) {
                report.put(b);
                if (!report.hasRemaining()) {
                    reported(report.getLong(0), report.getLong(8));
                    report.clear();
                }
            }
        } else if (trouble == null) {
            try {
                OutputStream stream = which == 0 ? out : err;
                stream.write(chunk);
                stream.flush();
            } catch (IOException | RuntimeException e) {
                trouble(e);
            }
        }
        return true;
    }

    private void reported(long what, long value) {
        if (what == INIT) {
            synchronized (this) {
                init = (int) value;
                if (cancelled) {
                    scope.kill(init);
                }
            }
            try {
                events.initialized(init);
            } catch (IOException e) {
                trouble(e);
            }
        } else if (what == STATUS) {
            status = (int) value;
            if (!scope.endsWithInit()) {
                scope.kill(init); // what the step left running in the background
            }
        } else {
            StageProgram.Call call = program == null ? null : program.at(what);
            if (call != null) {
                failures.add(new StageOutcome.Failure(call, (int) -value));
            }
        }
    }

    private void trouble(Throwable t) {
        if (trouble == null) {
            trouble = t;
        }
        cancel();
    }

    private synchronized void cancel() {
        cancelled = true;
        if (init > 0) {
            scope.kill(init);
        }
    }

    private void reap() {
        int first;
        synchronized (this) {
            first = stage;
        }
        if (first > 0) {
            Spawn.reap(first);
        }
        synchronized (this) { // so that nobody kills a process that got the same ID afterwards
            if (init > 0) {
                Spawn.reap(init);
                init = 0;
            }
        }
    }
}
