package dev.cooper.build;

import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.History;
import dev.cooper.oci.Platform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a Dockerfile asks for: the vertex that yields the target's root, and the config around it.
 *
 * @param root the target's root
 * @param config the config of the image's containers
 * @param platform what the image runs on
 * @param author from MAINTAINER, or empty
 * @param base the image at the bottom; empty for scratch
 * @param history what the Dockerfile adds to the base's history, oldest first
 */
record Graph(
        Vertex root,
        ContainerConfig config,
        Platform platform,
        String author,
        Optional<Vertex.Image> base,
        List<Entry> history) {

    Graph {
        history = List.copyOf(history);
    }

    /**
     * A line of the history.
     *
     * @param createdBy the text, as BuildKit words it
     * @param layer the vertex whose layer belongs to it; empty for metadata
     */
    record Entry(String createdBy, Optional<Vertex> layer) {
        History toHistory(Optional<java.time.Instant> created) {
            return new History(created, createdBy, "", "buildkit.dockerfile.v0", layer.isEmpty());
        }
    }

    /**
     * The links that are all there is above a base image, the upper ones first. Such an image can
     * be written without knowing what is in the base.
     *
     * @return empty when there are none, or the base's files are needed
     */
    List<Vertex.Merge> loose() {
        List<Vertex.Merge> links = new ArrayList<>();
        Vertex vertex = root;
        while (vertex instanceof Vertex.Merge merge) {
            links.add(merge);
            vertex = merge.root();
        }
        return vertex instanceof Vertex.Image ? links : List.of();
    }

    /** Whether a vertex is one of {@link #loose}. */
    boolean isLoose(Vertex vertex) {
        Set<Vertex> links = Collections.newSetFromMap(new IdentityHashMap<>());
        links.addAll(loose());
        return links.contains(vertex);
    }

    /** All vertices that the root needs, inputs before what uses them. */
    List<Vertex> vertices() {
        Set<Vertex> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Vertex> order = new ArrayList<>();
        visit(root, seen, order);
        return order;
    }

    private static void visit(Vertex vertex, Set<Vertex> seen, List<Vertex> order) {
        if (seen.add(vertex)) {
            for (Vertex input : vertex.inputs()) {
                visit(input, seen, order);
            }
            order.add(vertex);
        }
    }
}
