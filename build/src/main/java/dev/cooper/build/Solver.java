package dev.cooper.build;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Snapshots;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * Solves each vertex that is asked for once, independent ones at the same time.
 *
 * <p>A vertex is looked up twice: first by its definition key, which needs no work at all, then,
 * when its inputs are solved, by its canonical key, in which the files it reads stand for
 * themselves. So a step whose inputs were rebuilt into the same bytes is a hit all the same.
 *
 * <p>Vertices run on platform threads, one each: they spend their time in system calls that would
 * pin the few carriers of virtual threads.
 */
@SuppressWarnings({"ReferenceEquality", "FutureReturnValueIgnored"}) // by identity; kept in a map
final class Solver implements AutoCloseable {
    private final Keys keys;
    private final CacheRecords records;
    private final KeyLocks locks;
    private final Snapshots snapshots;
    private final Executor executor;
    private final Forced forced;
    private final Progress progress;
    private final Clock clock;
    private final Consumer<Explanation> explain;

    private final IdentityHashMap<Vertex, FutureTask<Solved>> solving = new IdentityHashMap<>();
    private final IdentityHashMap<Vertex, Boolean> tainted = new IdentityHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean stopped;
    private @Nullable Exception failure;

    /** Says which vertices must be made anew. */
    @FunctionalInterface
    interface Forced {
        boolean test(Vertex vertex);
    }

    /** Makes the layer of a vertex whose inputs are solved. */
    @FunctionalInterface
    interface Executor {
        SnapshotId execute(Vertex vertex, Solver solver) throws IOException, InterruptedException;
    }

    Solver(
            Keys keys,
            CacheRecords records,
            KeyLocks locks,
            Snapshots snapshots,
            Executor executor,
            Forced forced,
            Progress progress,
            Clock clock,
            Consumer<Explanation> explain) {
        this.keys = keys;
        this.records = records;
        this.locks = locks;
        this.snapshots = snapshots;
        this.executor = executor;
        this.forced = forced;
        this.progress = progress;
        this.clock = clock;
        this.explain = explain;
    }

    /** Begins to solve a vertex, unless somebody has; {@link #solve} waits for it. */
    synchronized FutureTask<Solved> start(Vertex vertex) {
        return solving.computeIfAbsent(
                vertex,
                v -> {
                    FutureTask<Solved> task = new FutureTask<>(() -> solveNow(v));
                    if (stopped) {
                        // Whoever waits sees that it was cancelled; nothing new begins.
                        return refused();
                    }
                    Thread thread =
                            Thread.ofPlatform().daemon().name(v.label().name()).unstarted(task);
                    threads.add(thread);
                    thread.start();
                    return task;
                });
    }

    private static FutureTask<Solved> refused() {
        FutureTask<Solved> task =
                new FutureTask<>(() -> {
                    throw new InterruptedException();
                });
        task.run();
        return task;
    }

    /**
     * Solves a vertex and what it needs.
     *
     * @throws IOException why it, or an input of it, could not be made; when several cannot, why
     *     the first of them could not
     * @throws InterruptedException when the build is cancelled
     */
    Solved solve(Vertex vertex) throws IOException, InterruptedException {
        try {
            return start(vertex).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException problem -> throw first(problem);
                case InterruptedException _ -> throw cancelled(new InterruptedException());
                case RuntimeException bug -> throw bug;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** The failure that stopped the others, of which one may have failed for that. */
    private synchronized IOException first(IOException other) {
        return failure instanceof IOException known ? known : other;
    }

    /** Why a vertex was cancelled: the failure of another, or else somebody asked for it. */
    private synchronized InterruptedException cancelled(InterruptedException plain)
            throws IOException {
        switch (failure) {
            case IOException problem -> throw problem;
            case RuntimeException bug -> throw bug;
            case null, default -> {
                return plain;
            }
        }
    }

    /** Remembers the first failure and stops all other work: nobody will want its results. */
    private synchronized void fail(Exception problem) {
        if (stopped) {
            return;
        }
        failure = problem;
        stopped = true;
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                thread.interrupt();
            }
        }
    }

    /** Work beside the graph: what it throws is found again by whoever asks for its result. */
    @FunctionalInterface
    interface SideWork {
        void run() throws IOException, InterruptedException;
    }

    /** Does work on a thread of its own that ends with the solver. */
    synchronized void afterwards(SideWork work) {
        if (stopped) {
            return;
        }
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("layer")
                        .unstarted(() -> {
                            try {
                                work.run();
                            } catch (IOException | InterruptedException | RuntimeException e) {
                                // The exporter asks for the same layer and gets the same.
                            }
                        });
        threads.add(thread);
        thread.start();
    }

    /** Whether anybody asked for the vertex. */
    synchronized boolean asked(Vertex vertex) {
        return solving.containsKey(vertex);
    }

    /** The snapshots of a vertex's root, bottom first; layers of images are unpacked now. */
    List<SnapshotId> chain(Vertex vertex) throws IOException, InterruptedException {
        return switch (vertex) {
            case Vertex.Scratch _ -> List.of();
            case Vertex.Image image -> keys.unpack(image);
            case Vertex.Run run -> plus(chain(run.root()), run);
            case Vertex.Copy copy -> plus(chain(copy.root()), copy);
            case Vertex.Workdir workdir -> plus(chain(workdir.root()), workdir);
            case Vertex.Merge merge -> plus(chain(merge.root()), merge);
        };
    }

    private List<SnapshotId> plus(List<SnapshotId> below, Vertex top)
            throws IOException, InterruptedException {
        List<SnapshotId> chain = new ArrayList<>(below);
        chain.add(solve(top).layer().orElseThrow());
        return chain;
    }

    private Solved solveNow(Vertex vertex) throws IOException, InterruptedException {
        Started started = new Started(vertex);
        boolean cached = false;
        Optional<String> error = Optional.empty();
        try {
            Result result =
                    switch (vertex) {
                        case Vertex.Scratch _, Vertex.Image _ -> known(vertex);
                        case Vertex.Merge merge -> merge(merge);
                        case Vertex.Run _, Vertex.Copy _, Vertex.Workdir _ -> look(vertex, started);
                    };
            cached = result.hit();
            return result.solved();
        } catch (InterruptedException | InterruptedIOException | ClosedByInterruptException e) {
            error = Optional.of("canceled");
            throw new InterruptedException();
        } catch (IOException | SyntaxException e) {
            IOException located =
                    e instanceof StepFailedException failed
                            ? failed
                            : LocatedException.at(vertex.label(), e);
            fail(located);
            error = Optional.of(isFailure(located) ? message(located) : "canceled");
            throw located;
        } catch (RuntimeException e) {
            error = Optional.of("internal error: " + e);
            fail(e);
            throw e;
        } catch (Error e) {
            error = Optional.of("internal error: " + e);
            fail(new IllegalStateException(e));
            throw e;
        } finally {
            // A vertex that never began, because an input failed, has nothing to report.
            if (vertex.isShown() && (error.isEmpty() || started.said)) {
                started.now();
                progress.on(
                        new ProgressEvent.Completed(
                                vertex.digest(), clock.instant(), cached, error));
            }
        }
    }

    /** What fails after another did has usually lost what it worked with. */
    private synchronized boolean isFailure(IOException problem) {
        return failure == problem;
    }

    private static String message(IOException problem) {
        return String.valueOf(problem.getMessage());
    }

    /** Says once that a vertex is being worked on: not while it waits for its inputs. */
    private final class Started {
        private final Vertex vertex;
        private boolean said;

        Started(Vertex vertex) {
            this.vertex = vertex;
        }

        void now() {
            if (!said) {
                said = true;
                progress.on(new ProgressEvent.Started(vertex.digest(), clock.instant()));
            }
        }
    }

    private record Result(Solved solved, boolean hit) {}

    private Result known(Vertex vertex) throws IOException, InterruptedException {
        return new Result(
                new Solved(
                        keys.definition(vertex).digest(), Optional.empty(), Instant.EPOCH, false),
                vertex instanceof Vertex.Scratch);
    }

    /** Fits a layer that was made by itself to the root it goes on, once for both. */
    private Result merge(Vertex.Merge merge) throws IOException, InterruptedException {
        start(merge.root());
        Solved link = solve(merge.link());
        Solved root = solve(merge.root());
        boolean fresh = root.fresh() || link.fresh();
        Digest key = keys.canonical(merge, this).digest();
        try (KeyLocks.Held _ = locks.hold(key)) {
            Optional<Solved> hit = find(key);
            Optional<SnapshotId> known = hit.isPresent() ? hit.get().layer() : Optional.empty();
            SnapshotId layer = known.isPresent() ? known.get() : executor.execute(merge, this);
            Solved solved = new Solved(key, Optional.of(layer), link.created(), fresh);
            if (known.isEmpty()) {
                remember(key, solved);
            }
            return new Result(solved, true);
        }
    }

    private Result look(Vertex vertex, Started started) throws IOException, InterruptedException {
        boolean force = forced.test(vertex);
        KeyInputs definition = definition(vertex, started);
        Digest definitionKey = definition.digest();
        if (!force && !dependsOnForced(vertex)) {
            Optional<Solved> hit = find(definitionKey);
            if (hit.isPresent()) {
                explain.accept(Explanation.hit(vertex.label(), definitionKey, "same definition"));
                return new Result(hit.get(), true);
            }
        }
        boolean fresh = force;
        for (Vertex input : vertex.inputs()) {
            start(input);
        }
        for (Vertex input : vertex.inputs()) {
            Solved solved = solve(input);
            // What is copied from a vertex made anew counts by its content; a root does not.
            fresh |= solved.fresh() && input == vertex.inputs().getFirst();
        }
        started.now();
        KeyInputs canonical = keys.canonical(vertex, this);
        Digest canonicalKey = canonical.digest();
        try (KeyLocks.Held _ = locks.hold(canonicalKey)) {
            if (!fresh) {
                Optional<Solved> hit = find(canonicalKey);
                if (hit.isPresent()) {
                    remember(definitionKey, hit.get());
                    explain.accept(Explanation.hit(vertex.label(), canonicalKey, "same content"));
                    return new Result(hit.get(), true);
                }
            }
            explain.accept(
                    force
                            ? Explanation.forced(vertex.label(), canonicalKey, canonical)
                            : Explanation.miss(vertex.label(), canonicalKey, canonical));
            SnapshotId layer = executor.execute(vertex, this);
            Digest key = fresh ? unlike(canonicalKey, layer) : canonicalKey;
            Solved solved = new Solved(key, Optional.of(layer), clock.instant(), fresh);
            records.putInputs(canonicalKey, canonical.asMap());
            remember(canonicalKey, solved);
            remember(definitionKey, solved);
            return new Result(solved, false);
        }
    }

    private KeyInputs definition(Vertex vertex, Started started)
            throws IOException, InterruptedException {
        try {
            return keys.definition(vertex);
        } catch (LocatedException e) {
            if (e.label() != vertex.label()) {
                // Another step is wrong, on which this one builds: that one is to tell it.
                vertex.inputs().forEach(this::start);
                for (Vertex input : vertex.inputs()) {
                    solve(input);
                }
            }
            started.now();
            throw e;
        }
    }

    /** A key of its own for a result that was forced, so that what builds on it runs again. */
    private static Digest unlike(Digest key, SnapshotId layer) {
        return new KeyInputs().with("forced", key.toString()).with("layer", layer.value()).digest();
    }

    private boolean dependsOnForced(Vertex vertex) {
        for (Vertex input : vertex.inputs()) {
            if (forced.test(input) || isTainted(input)) {
                return true;
            }
        }
        return false;
    }

    /** Remembered, because a graph has many more paths than vertices. */
    private boolean isTainted(Vertex vertex) {
        synchronized (tainted) {
            Boolean known = tainted.get(vertex);
            if (known == null) {
                known = dependsOnForced(vertex);
                tainted.put(vertex, known);
            }
            return known;
        }
    }

    private Optional<Solved> find(Digest key) throws IOException {
        Optional<CacheRecords.Entry> entry = records.find(key);
        if (entry.isEmpty() || !snapshots.contains(entry.get().layer())) {
            return Optional.empty();
        }
        CacheRecords.Entry found = entry.get();
        return Optional.of(
                new Solved(found.key(), Optional.of(found.layer()), found.created(), false));
    }

    private void remember(Digest key, Solved solved) throws IOException {
        records.put(
                key,
                new CacheRecords.Entry(
                        solved.key(), solved.layer().orElseThrow(), solved.created()));
    }

    /** Stops what is still running. */
    @Override
    public void close() {
        List<Thread> running;
        synchronized (this) {
            stopped = true;
            running = List.copyOf(threads);
        }
        running.forEach(Thread::interrupt);
        for (Thread thread : running) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
