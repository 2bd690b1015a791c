package dev.cooper.build;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;

import java.util.List;

/**
 * One immutable node of the build graph: something that yields a root file system.
 *
 * <p>Vertices are compared by identity. The graph of a Dockerfile holds each stage's vertices once,
 * so two stages that start from a third share its vertices.
 */
sealed interface Vertex {
    /** How the vertex is shown and where it comes from. */
    Label label();

    /** The empty root of {@code FROM scratch}. */
    record Scratch(Label label) implements Vertex {}

    /**
     * The root of an image that is in a place.
     *
     * @param name the reference as the user wrote it
     * @param descriptor its manifest
     * @param manifest the manifest, its layers bottom first
     * @param config its config
     */
    record Image(
            String name,
            Descriptor descriptor,
            ImageManifest manifest,
            ImageConfig config,
            Label label)
            implements Vertex {}

    /** A command run on a root: what it changed is one layer more. */
    record Run(Vertex root, RunStep step, Label label) implements Vertex {}

    /** Files copied onto a root: one layer more. */
    record Copy(Vertex root, CopyStep step, Label label) implements Vertex {}

    /** A working directory made on a root: one layer more, empty when it was there. */
    record Workdir(Vertex root, String path, String user, Label label) implements Vertex {}

    /** A layer made by itself ({@code COPY --link}), put on top of a root it does not depend on. */
    record Merge(Vertex root, Copy link, Label label) implements Vertex {}

    /** The vertices that must be known before this one can be. */
    default List<Vertex> inputs() {
        return switch (this) {
            case Scratch _, Image _ -> List.of();
            case Run run -> concat(run.root(), run.step().sources());
            case Copy copy -> concat(copy.root(), copy.step().sources());
            case Workdir workdir -> List.of(workdir.root());
            case Merge merge -> List.of(merge.root(), merge.link());
        };
    }

    private static List<Vertex> concat(Vertex root, List<Vertex> sources) {
        List<Vertex> all = new java.util.ArrayList<>();
        all.add(root);
        all.addAll(sources);
        return all;
    }

    /** The digest that names the vertex in progress events. */
    default Digest digest() {
        return label().digest();
    }

    /** Whether it is a step of its own to a user; nothing happens in the others. */
    default boolean isShown() {
        return switch (this) {
            case Scratch _, Merge _ -> false;
            case Image _, Run _, Copy _, Workdir _ -> true;
        };
    }
}
