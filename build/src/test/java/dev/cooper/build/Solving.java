package dev.cooper.build;

import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotDriver;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.SnapshotOptions;
import dev.cooper.store.Snapshots;
import dev.cooper.store.Work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Graphs solved with a real store and steps that do what a test says, one build after another. */
final class Solving implements AutoCloseable {
    /** What a step does instead of its command. */
    interface Step {
        void run(String name) throws IOException, InterruptedException;
    }

    private final Path home;
    private final Snapshots snapshots;
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private final Queue<ProgressEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<Explanation> explanations = new ConcurrentLinkedQueue<>();
    private Step step = name -> {};
    private Set<String> forced = Set.of();

    Solving(Path home) throws IOException {
        this.home = home;
        this.snapshots =
                Snapshots.open(home, SnapshotOptions.DEFAULT.withDriver(SnapshotDriver.COPY));
    }

    Solving step(Step work) {
        step = work;
        return this;
    }

    /** Names the commands whose steps are made anew. */
    Solving force(String... commands) {
        forced = Set.of(commands);
        return this;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    /** Solves the target and returns the commands that ran, sorted. */
    List<String> solve(Requests requests) throws IOException, InterruptedException {
        ran.clear();
        events.clear();
        explanations.clear();
        Path cache = home.resolve("cache");
        BuildRequest request = requests.request();
        Graph graph = requests.graph();
        try (CopyInputs files = new CopyInputs(request, snapshots, cache);
                Solver solver =
                        new Solver(
                                new Keys(
                                        files,
                                        new ImageRoots(
                                                LocalStore.open(home),
                                                snapshots,
                                                event -> {},
                                                Clock.systemUTC()),
                                        request),
                                new CacheRecords(cache),
                                new KeyLocks(cache.resolve("locks")),
                                snapshots,
                                this::execute,
                                vertex -> forced.contains(name(vertex)),
                                events::add,
                                Clock.systemUTC(),
                                explanations::add)) {
            solver.solve(graph.root());
        }
        return ran.stream().sorted().toList();
    }

    private SnapshotId execute(Vertex vertex, Solver solver)
            throws IOException, InterruptedException {
        step.run(name(vertex));
        ran.add(name(vertex));
        try (Work work = snapshots.prepare()) {
            return snapshots.commit(work);
        }
    }

    private static String name(Vertex vertex) {
        return vertex instanceof Vertex.Run run ? run.step().argv().getFirst() : "other";
    }

    /** What the steps that failed said, without those that were only cancelled. */
    List<String> errors() {
        return events.stream()
                .filter(ProgressEvent.Completed.class::isInstance)
                .flatMap(event -> ((ProgressEvent.Completed) event).error().stream())
                .filter(error -> !error.equals("canceled"))
                .toList();
    }

    long started() {
        return events.stream().filter(ProgressEvent.Started.class::isInstance).count();
    }

    List<String> reasons() {
        return explanations.stream().map(Explanation::reason).distinct().toList();
    }

    @Override
    public void close() throws IOException {
        snapshots.close();
    }
}
