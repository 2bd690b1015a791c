package dev.cooper.build;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.Environment;
import dev.cooper.dockerfile.Expansion;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Origin;
import dev.cooper.dockerfile.Stage;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Turns a syntax tree into a build graph: global arguments, stages that are needed, images.
 *
 * <p>A stage is evaluated when something refers to it and never otherwise, so what the target does
 * not need is not even resolved.
 */
final class GraphBuilder {
    private final Dockerfile dockerfile;
    private final BuildRequest request;
    private final BaseImages images;
    private final Map<String, String> globals = new LinkedHashMap<>();
    private final Map<Integer, StageBuilder> stages = new HashMap<>();
    private final Map<String, Vertex.Image> resolved = new HashMap<>();
    private int vertices;

    GraphBuilder(Dockerfile dockerfile, BuildRequest request, BaseImages images) {
        this.dockerfile = dockerfile;
        this.request = request;
        this.images = images;
    }

    /**
     * Evaluates the target and what it needs.
     *
     * @throws SyntaxException when the Dockerfile cannot be built as it is
     * @throws IOException when a base image is missing or cannot be read
     */
    Graph build() throws IOException {
        Stage target = dockerfile.target(request.target().orElse(""));
        globals.putAll(
                PlatformArgs.of(
                        Platform.host(), request.platform(), target.name().orElse("default")));
        globals.replaceAll((name, value) -> request.buildArgs().getOrDefault(name, value));
        for (Instruction.Arg arg : dockerfile.globalArgs()) {
            declareGlobals(arg);
        }
        return stage(target.index()).finish();
    }

    private void declareGlobals(Instruction.Arg arg) {
        for (Instruction.Declaration declared : arg.declarations()) {
            String given = request.buildArgs().get(declared.name());
            if (given != null) {
                globals.put(declared.name(), given);
            } else if (declared.defaultValue().isPresent()) {
                globals.put(declared.name(), expand(arg.origin(), declared.defaultValue().get()));
            }
        }
    }

    /** Expands a word with the global arguments. */
    String expand(Origin origin, String word) {
        Expansion expansion =
                new Expansion(Environment.of(globals), dockerfile.directives().escape());
        try {
            return expansion.word(word);
        } catch (SyntaxException e) {
            throw origin.error(String.valueOf(e.getMessage()));
        }
    }

    StageBuilder stage(int index) throws IOException {
        StageBuilder known = stages.get(index);
        if (known != null) {
            return known;
        }
        StageBuilder stage = new StageBuilder(this, dockerfile.stages().get(index));
        stages.put(index, stage);
        stage.evaluate();
        return stage;
    }

    /** The stage that a name in a stage means, when it means an earlier one. */
    Optional<Integer> earlierStage(String name, int before) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (int i = before - 1; i >= 0; i--) {
            if (dockerfile.stages().get(i).name().filter(wanted::equals).isPresent()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** The stage at or behind {@code from} with this name: what an author may have meant. */
    Optional<Integer> laterStage(String name, int from) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (int i = from; i < dockerfile.stages().size(); i++) {
            if (dockerfile.stages().get(i).name().filter(wanted::equals).isPresent()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Resolves an image once for each platform. */
    Vertex.Image image(String name, Optional<Platform> platform, Origin origin, String labelPrefix)
            throws IOException {
        String key = name + " " + platform.map(Platform::toString).orElse("");
        Vertex.Image known = resolved.get(key);
        if (known != null) {
            return known;
        }
        Reference reference;
        BaseImages.Base base;
        try {
            reference = Reference.parse(name).withDefaultTag();
            base = images.resolve(name, platform);
        } catch (SyntaxException e) {
            throw origin.error(String.valueOf(e.getMessage()));
        }
        Label label =
                label(
                        labelPrefix + "FROM " + reference,
                        origin,
                        "FROM " + reference.familiar(),
                        "");
        Vertex.Image image =
                new Vertex.Image(
                        reference.familiar(),
                        base.descriptor(),
                        base.manifest(),
                        base.config(),
                        label);
        resolved.put(key, image);
        return image;
    }

    Label label(String name, Origin origin, String instruction, String stage) {
        vertices++;
        Digest digest =
                Digest.sha256(
                        (vertices + "\0" + name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Label(digest, name, stage, instruction, Optional.of(origin));
    }

    Dockerfile dockerfile() {
        return dockerfile;
    }

    BuildRequest request() {
        return request;
    }

    Map<String, String> globals() {
        return globals;
    }

    /** The time that the build pretends to happen at, in seconds. */
    OptionalLong epoch() {
        return request.sourceDateEpoch();
    }
}
