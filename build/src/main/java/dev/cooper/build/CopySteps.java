package dev.cooper.build;

import dev.cooper.dockerfile.CopySource;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Origin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Turns COPY and ADD, expanded, into copy steps. */
final class CopySteps {
    private final GraphBuilder graph;
    private final StageBuilder stage;

    CopySteps(GraphBuilder graph, StageBuilder stage) {
        this.graph = graph;
        this.stage = stage;
    }

    /**
     * A copy step with what the graph needs beside it.
     *
     * @param link whether its layer is made by itself
     * @param historyText its line in the history
     */
    record Step(CopyStep step, boolean link, String historyText) {}

    Step copy(Instruction.Copy copy) throws IOException {
        Split split = split(copy.sources(), copy.origin(), false);
        CopyStep.From from = new CopyStep.From.Context("");
        if (copy.from().isPresent()) {
            if (!split.inline().isEmpty()) {
                throw copy.origin().error("COPY --from cannot be used with heredocs");
            }
            from = new CopyStep.From.Root(stage.rootNamed(copy.from().get(), true, copy.origin()));
        }
        CopyStep step =
                new CopyStep(
                        false,
                        from,
                        split.paths(),
                        List.of(),
                        split.inline(),
                        Paths.destination(stage.workingDirectory(), copy.destination()),
                        copy.chown(),
                        copy.chmod(),
                        copy.parents(),
                        copy.excludes(),
                        Optional.empty(),
                        Optional.of(false),
                        epoch(from));
        String text =
                text(
                        "COPY" + (copy.parents() ? " --parents" : ""),
                        copy.chown(),
                        copy.chmod(),
                        copy.sources(),
                        copy.destination());
        return new Step(step, copy.link(), text);
    }

    Step add(Instruction.Add add) {
        Split split = split(add.sources(), add.origin(), true);
        CopyStep.From from = new CopyStep.From.Context("");
        CopyStep step =
                new CopyStep(
                        true,
                        from,
                        split.paths(),
                        split.urls(),
                        split.inline(),
                        Paths.destination(stage.workingDirectory(), add.destination()),
                        add.chown(),
                        add.chmod(),
                        false,
                        add.excludes(),
                        add.checksum(),
                        add.unpack(),
                        epoch(from));
        if (add.checksum().isPresent() && (split.urls().size() != 1 || !split.paths().isEmpty())) {
            throw add.origin()
                    .error("ADD --checksum needs exactly one source, and that an HTTP(S) URL");
        }
        String text = text("ADD", add.chown(), add.chmod(), add.sources(), add.destination());
        return new Step(step, add.link(), text);
    }

    private OptionalLong epoch(CopyStep.From from) {
        // What comes out of a stage or an image has its times from there.
        return from instanceof CopyStep.From.Context ? graph.epoch() : OptionalLong.empty();
    }

    private record Split(List<String> paths, List<String> urls, Map<String, String> inline) {}

    private static Split split(List<CopySource> sources, Origin origin, boolean add) {
        List<String> paths = new ArrayList<>();
        List<String> urls = new ArrayList<>();
        Map<String, String> inline = new LinkedHashMap<>();
        for (CopySource source : sources) {
            switch (source) {
                case CopySource.Inline text -> inline.put(text.name(), text.content());
                case CopySource.Path path -> {
                    if (add && isGit(path.path())) {
                        throw origin.error(
                                "ADD of a git repository is not supported yet; clone it into the"
                                        + " build context and use COPY");
                    }
                    (add && isUrl(path.path()) ? urls : paths).add(path.path());
                }
            }
        }
        return new Split(paths, urls, inline);
    }

    static boolean isUrl(String path) {
        return path.startsWith("http://") || path.startsWith("https://");
    }

    private static boolean isGit(String path) {
        if (path.startsWith("git://") || path.startsWith("ssh://") || path.startsWith("git@")) {
            return true;
        }
        int end = path.indexOf('#');
        String location = end < 0 ? path : path.substring(0, end);
        int query = location.indexOf('?');
        return isUrl(path)
                && (query < 0 ? location : location.substring(0, query)).endsWith(".git");
    }

    private static String text(
            String keyword,
            Optional<String> chown,
            Optional<String> chmod,
            List<CopySource> sources,
            String destination) {
        StringBuilder text = new StringBuilder(keyword);
        chown.ifPresent(owner -> text.append(" --chown=").append(owner));
        chmod.ifPresent(mode -> text.append(" --chmod=").append(mode));
        for (CopySource source : sources) {
            text.append(' ')
                    .append(
                            switch (source) {
                                case CopySource.Path path -> path.path();
                                case CopySource.Inline inline -> "<<" + inline.name();
                            });
        }
        return text.append(' ').append(destination).toString();
    }
}
