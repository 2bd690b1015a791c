package dev.cooper.build;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotOptions;
import dev.cooper.store.Snapshots;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Builds images from Dockerfiles.
 *
 * <p>The text becomes a syntax tree, the tree a graph of vertices, the solver makes what the target
 * needs, and exporters write it out; layers are compressed while later steps still run.
 */
public final class Build {
    private final LocalStore store;
    private final SnapshotOptions options;
    private final Path cache;
    private final Path mounts;
    private final Clock clock;
    private ImagePins pins = ImagePins.NONE;

    /**
     * Builds with what is in a store.
     *
     * @param store base images, and where images go
     * @param options how the roots of steps are kept
     * @param clock the time that results carry
     */
    public Build(LocalStore store, SnapshotOptions options, Clock clock) {
        this.store = store;
        this.options = options;
        this.cache = store.directory("cache");
        this.mounts = store.directory("mounts");
        this.clock = clock;
    }

    /** Makes the build take only what the pins allow. */
    public Build pinned(ImagePins others) {
        pins = others;
        return this;
    }

    /**
     * Runs one build to its end.
     *
     * @param request what is asked for
     * @param progress hears of every step
     * @param stdout takes an output whose destination is {@code -}
     * @throws dev.cooper.oci.SyntaxException when the request or the Dockerfile is wrong
     * @throws StepFailedException when a RUN ended with an error
     * @throws IOException when something else went wrong
     * @throws InterruptedException when the calling thread is interrupted; everything is stopped
     */
    public BuildResult run(BuildRequest request, Progress progress, OutputStream stdout)
            throws IOException, InterruptedException {
        String step = "[internal] load build definition from " + request.dockerfileName();
        // what only a registry has is not pulled for the sake of a check
        Warnings warnings = new Warnings(progress, clock, vertex(step), new LocalImages(store));
        Dockerfile dockerfile = step(progress, step, () -> load(request, warnings));
        // Only now what needs system calls, whose binding another thread began meanwhile.
        try (Lease _ = store.lease();
                Snapshots snapshots = Snapshots.open(store.home(), options)) {
            warnings.owners();
            BuildRequest dated = DefaultEpoch.apply(request, dockerfile);
            Graph graph = graph(dockerfile, dated, progress);
            return new Run(snapshots, dated, graph, progress, stdout, warnings).execute();
        }
    }

    private Graph graph(Dockerfile dockerfile, BuildRequest request, Progress progress)
            throws IOException {
        try (RegistryImages images =
                new RegistryImages(store, request.pull(), System.getenv(), progress, clock)
                        .with(pins)) {
            return new GraphBuilder(dockerfile, request, images).build();
        }
    }

    private static Dockerfile load(BuildRequest request, Warnings warnings) {
        Dockerfile dockerfile = Dockerfile.parse(request.dockerfileName(), request.dockerfile());
        warnings.check(dockerfile, request);
        return dockerfile;
    }

    private static Digest vertex(String name) {
        return Digest.sha256(name.getBytes(StandardCharsets.UTF_8));
    }

    private <T> T step(Progress progress, String name, java.util.function.Supplier<T> work) {
        Digest vertex = vertex(name);
        progress.on(new ProgressEvent.Declared(vertex, clock.instant(), name, List.of()));
        progress.on(new ProgressEvent.Started(vertex, clock.instant()));
        Optional<String> error = Optional.empty();
        try {
            return work.get();
        } catch (RuntimeException e) {
            error = Optional.of(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            progress.on(new ProgressEvent.Completed(vertex, clock.instant(), false, error));
        }
    }

    /** One build, with its graph known. */
    private final class Run {
        private final Snapshots snapshots;
        private final BuildRequest request;
        private final Graph graph;
        private final Progress progress;
        private final Warnings warnings;
        private final Optional<Instant> epoch;
        private final LayerBlobs layers;
        private final Exports exports;
        private final Explainer explainer;
        private final CacheRecords records = new CacheRecords(cache);
        private final SshAgents agents;
        private final CopyInputs files;
        private final Solver solver;

        Run(
                Snapshots snapshots,
                BuildRequest request,
                Graph graph,
                Progress progress,
                OutputStream stdout,
                Warnings warnings) {
            this.snapshots = snapshots;
            this.request = request;
            this.graph = graph;
            this.progress = progress;
            this.warnings = warnings;
            this.epoch =
                    request.sourceDateEpoch().isPresent()
                            ? Optional.of(
                                    Instant.ofEpochSecond(request.sourceDateEpoch().getAsLong()))
                            : Optional.empty();
            this.layers = new LayerBlobs(store, snapshots, cache.resolve("layers"));
            this.agents = new SshAgents(request.agents());
            this.files = new CopyInputs(request, snapshots, cache);
            String where =
                    request.context().map(p -> p.toAbsolutePath().normalize().toString()).orElse("")
                            + "\0"
                            + request.dockerfileName();
            this.explainer = new Explainer(records, where);
            Keys keys = new Keys(files, new ImageRoots(store, snapshots, progress, clock), request);
            this.solver =
                    new Solver(
                            keys,
                            records,
                            new KeyLocks(cache.resolve("locks")),
                            snapshots,
                            executor(),
                            this::isForced,
                            progress,
                            clock,
                            explainer::add);
            this.exports =
                    new Exports(
                            store,
                            snapshots,
                            new ImageAssembly(store, layers, solver, epoch),
                            solver,
                            request,
                            progress,
                            clock,
                            stdout);
        }

        BuildResult execute() throws IOException, InterruptedException {
            List<Vertex> vertices = graph.vertices();
            for (Vertex vertex : vertices) {
                if (!vertex.isShown()) {
                    continue;
                }
                List<Digest> inputs = vertex.inputs().stream().map(Vertex::digest).toList();
                progress.on(
                        new ProgressEvent.Declared(
                                vertex.digest(), clock.instant(), vertex.label().name(), inputs));
            }
            try (agents;
                    files;
                    solver) {
                exports.begin(graph);
                if (!exports.needFiles(graph)) {
                    for (Vertex.Merge merge : graph.loose()) {
                        solver.solve(merge.link());
                    }
                } else {
                    solver.solve(graph.root());
                }
                skipped(vertices);
                Exports.Written written = exports.finish(graph);
                warnings.notes(snapshots.notes());
                return new BuildResult(
                        written.image(),
                        written.config(),
                        names(),
                        explained(vertices),
                        warnings.found());
            } catch (IOException e) {
                try {
                    explained(vertices);
                } catch (IOException second) {
                    e.addSuppressed(second);
                }
                throw e;
            }
        }

        /** Remembers the keys of the steps, also of a failed build, for the next explanation. */
        private List<CacheReport> explained(List<Vertex> vertices) throws IOException {
            List<CacheReport> reports = explainer.reports(vertices);
            return request.explain() ? reports : List.of();
        }

        /** Vertices that nobody needed, because what builds on them was cached, were cached too. */
        private void skipped(List<Vertex> vertices) {
            for (Vertex vertex : vertices) {
                if (vertex.isShown() && !solver.asked(vertex)) {
                    Instant now = clock.instant();
                    progress.on(new ProgressEvent.Started(vertex.digest(), now));
                    progress.on(
                            new ProgressEvent.Completed(
                                    vertex.digest(), now, true, Optional.empty()));
                }
            }
        }

        private List<Reference> names() {
            Set<Reference> names = new LinkedHashSet<>(request.tags());
            request.outputs().forEach(output -> names.addAll(output.names()));
            return new ArrayList<>(names);
        }

        private boolean isForced(Vertex vertex) {
            boolean step =
                    vertex instanceof Vertex.Run
                            || vertex instanceof Vertex.Copy
                            || vertex instanceof Vertex.Workdir;
            return step
                    && (request.noCache()
                            || request.noCacheFilter().contains(vertex.label().stage()));
        }

        private Solver.Executor executor() {
            StepMounts stepMounts =
                    new StepMounts(
                            snapshots,
                            new CacheMounts(mounts),
                            new Secrets(request.secrets()),
                            agents);
            LayerBlobs.Format format =
                    LayerBlobs.Format.of(Output.image(), request.sourceDateEpoch());
            FailedRoots failed = new FailedRoots(store, layers, format, clock);
            LazySandbox sandbox = new LazySandbox(request.isolation());
            RunExecution run =
                    new RunExecution(
                            snapshots, sandbox, request, stepMounts, failed, progress, clock);
            CopyExecution copy = new CopyExecution(snapshots, files, request, progress, clock);
            return (vertex, solver) ->
                    switch (vertex) {
                        case Vertex.Run step -> run.run(step, solver);
                        case Vertex.Copy step -> copy.copy(step, solver);
                        case Vertex.Workdir step -> copy.workdir(step, solver);
                        case Vertex.Merge step -> copy.merge(step, solver);
                        case Vertex.Scratch _, Vertex.Image _ ->
                                throw new IllegalStateException(vertex.label().name());
                    };
        }
    }
}
