package dev.cooper.build;

import dev.cooper.dockerfile.Expansion;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Origin;
import dev.cooper.dockerfile.RunMount;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Turns the {@code --mount} flags of a RUN into mounts whose sources are vertices. */
final class MountSteps {
    private final GraphBuilder graph;
    private final StageBuilder stage;
    private int sshSockets;

    MountSteps(GraphBuilder graph, StageBuilder stage) {
        this.graph = graph;
        this.stage = stage;
    }

    List<RunStep.Mount> mounts(Instruction.Run run, Expansion expansion) throws IOException {
        List<RunStep.Mount> mounts = new ArrayList<>();
        for (RunMount mount : run.mounts(expansion)) {
            mounts.add(mount(mount, run.origin()));
        }
        return mounts;
    }

    private RunStep.Mount mount(RunMount mount, Origin origin) throws IOException {
        return switch (mount) {
            case RunMount.Bind bind ->
                    new RunStep.Mount.Bind(
                            target(bind.target(), origin),
                            source(bind.from(), bind.source(), origin),
                            bind.from().isPresent()
                                    ? bind.source()
                                    : "/" + contextPath(bind.source()),
                            !bind.readOnly());
            case RunMount.Cache cache -> cache(cache, origin);
            case RunMount.Tmpfs tmpfs ->
                    new RunStep.Mount.Tmpfs(
                            target(tmpfs.target(), origin), tmpfs.sizeBytes().orElse(0));
            case RunMount.Secret secret ->
                    new RunStep.Mount.Secret(
                            secret.id(),
                            secret.target().map(t -> target(t, origin)).orElse(""),
                            secret.environmentVariable(),
                            secret.required(),
                            secret.mode().orElse(0400),
                            secret.uid().orElse(0),
                            secret.gid().orElse(0));
            case RunMount.Ssh ssh ->
                    new RunStep.Mount.Ssh(
                            ssh.id(),
                            target(
                                    ssh.target()
                                            .orElseGet(() ->
                                                    "/run/buildkit/ssh_agent." + sshSockets++),
                                    origin),
                            ssh.required(),
                            ssh.mode().orElse(0600),
                            ssh.uid().orElse(0),
                            ssh.gid().orElse(0));
        };
    }

    private RunStep.Mount cache(RunMount.Cache cache, Origin origin) throws IOException {
        String target = target(cache.target(), origin);
        String namespace = graph.request().buildArgs().getOrDefault("BUILDKIT_CACHE_MOUNT_NS", "");
        String id = cache.id().orElse(target);
        Optional<Vertex> from = Optional.empty();
        if (cache.from().isPresent()) {
            from = Optional.of(stage.rootNamed(cache.from().get(), false, origin));
        }
        return new RunStep.Mount.Cache(
                target,
                namespace.isEmpty() ? id : namespace + "/" + id,
                RunStep.Sharing.valueOf(cache.sharing().name()),
                from,
                cache.source().orElse("/"),
                cache.readOnly(),
                cache.mode().orElse(0755),
                cache.uid().orElse(0),
                cache.gid().orElse(0));
    }

    /** A stage or image, or the part of the build context that is mounted, as a root of its own. */
    private Vertex source(Optional<String> from, String source, Origin origin) throws IOException {
        if (from.isPresent()) {
            return stage.rootNamed(from.get(), false, origin);
        }
        String path = contextPath(source);
        CopyStep whole =
                new CopyStep(
                        false,
                        new CopyStep.From.Context(""),
                        List.of(path.isEmpty() ? "." : path),
                        List.of(),
                        Map.of(),
                        "/",
                        Optional.empty(),
                        Optional.empty(),
                        // A path below the context keeps its parents: it is found where it was.
                        !path.isEmpty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(false),
                        OptionalLong.empty());
        Vertex scratch = new Vertex.Scratch(graph.label("[internal] empty root", origin, "", ""));
        return new Vertex.Copy(
                scratch,
                whole,
                graph.label(
                        "[internal] mount build context /" + path, origin, "", stage.index() + ""));
    }

    private static String contextPath(String source) {
        return Paths.join("/", source).substring(1);
    }

    private String target(String target, Origin origin) {
        String joined = Paths.join(stage.workingDirectory(), target);
        if (joined.equals("/")) {
            throw origin.error("RUN --mount cannot have / as its target");
        }
        return joined;
    }
}
