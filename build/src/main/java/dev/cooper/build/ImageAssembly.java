package dev.cooper.build;

import dev.cooper.archive.Compression;
import dev.cooper.dockerfile.Origin;
import dev.cooper.inventory.BaseRecords;
import dev.cooper.inventory.LayerOrigins;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotId;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Puts config and manifest of an image together from a solved graph.
 *
 * <p>Nothing in them depends on the moment of the build when all steps were cached: a line of the
 * history carries the time its layer was made, a line of metadata that of the layer before it. So
 * the same image comes out with the same digest.
 */
final class ImageAssembly {
    private final LocalStore store;
    private final LayerBlobs layers;
    private final Solver solver;
    private final Optional<Instant> epoch;

    ImageAssembly(LocalStore store, LayerBlobs layers, Solver solver, Optional<Instant> epoch) {
        this.store = store;
        this.layers = layers;
        this.solver = solver;
        this.epoch = epoch;
    }

    /**
     * An image whose blobs are all in the store.
     *
     * @param descriptor its manifest
     * @param manifest the manifest
     * @param config the config
     */
    record Image(Descriptor descriptor, ImageManifest manifest, ImageConfig config) {}

    Image assemble(Graph graph, Output output, LayerBlobs.Format format)
            throws IOException, InterruptedException {
        List<Descriptor> blobs = new ArrayList<>();
        List<Digest> diffIds = new ArrayList<>();
        List<History> history = new ArrayList<>();
        Optional<Instant> created = Optional.empty();
        if (graph.base().isPresent()) {
            Vertex.Image base = graph.base().get();
            base(base, output, format, blobs);
            diffIds.addAll(base.config().diffIds());
            history.addAll(base.config().history());
            created = base.config().created();
        }
        List<Graph.Entry> entries = graph.history();
        List<Optional<Instant>> times = times(graph, created);
        for (int i = 0; i < entries.size(); i++) {
            Graph.Entry entry = entries.get(i);
            if (entry.layer().isPresent()) {
                LayerBlobs.Blob blob = layer(graph, entry.layer().get(), format);
                blobs.add(blob.descriptor());
                diffIds.add(blob.diffId());
                recordOrigin(entry.layer().get(), diffIds);
            }
            history.add(entry.toHistory(times.get(i)));
        }
        if (!entries.isEmpty()) {
            created = epoch.isPresent() ? epoch : times.getLast();
        }
        ImageConfig config =
                new ImageConfig(
                        created,
                        graph.author(),
                        graph.platform(),
                        graph.config(),
                        diffIds,
                        history);
        Descriptor configBlob = store.write(MediaTypes.OCI_CONFIG, config.toJson());
        recordBase(graph, configBlob.digest());
        ImageManifest manifest = ImageManifest.of(configBlob, blobs);
        Descriptor descriptor = store.write(MediaTypes.OCI_MANIFEST, manifest.toJson());
        return new Image(descriptor, manifest, config);
    }

    /** Notes the line of the Dockerfile that a layer comes from, for those who look into it. */
    private void recordOrigin(Vertex layer, List<Digest> diffIds) throws IOException {
        if (layer.label().origin().isPresent()) {
            Origin origin = layer.label().origin().get();
            new LayerOrigins(store.directory("inventory"))
                    .record(diffIds, origin.file().name() + ":" + origin.range().startLine());
        }
    }

    /** Notes what an image was built on, for those who look into it. */
    private void recordBase(Graph graph, Digest image) throws IOException {
        if (graph.base().isPresent()) {
            Vertex.Image base = graph.base().get();
            ImageConfig config = base.config();
            new BaseRecords(store.directory("inventory"))
                    .record(
                            image,
                            new BaseRecords.Base(
                                    base.name(),
                                    base.descriptor().digest(),
                                    config.diffIds().size(),
                                    config.history().size()));
        }
    }

    /** The layer of a vertex; it waits until the vertex is solved. */
    LayerBlobs.Blob layer(Graph graph, Vertex vertex, LayerBlobs.Format format)
            throws IOException, InterruptedException {
        if (vertex instanceof Vertex.Merge merge && graph.isLoose(merge)) {
            SnapshotId link = solver.solve(merge.link()).layer().orElseThrow();
            List<String> way = way(merge.link().step().destination());
            return layers.blob(link, List::of, format.along(way));
        }
        SnapshotId layer = solver.solve(vertex).layer().orElseThrow();
        Vertex below = vertex.inputs().getFirst();
        if (vertex instanceof Vertex.Merge merge
                && solver.solve(merge.link()).layer().equals(Optional.of(layer))) {
            // Made by itself and fit for any root: its blob must not depend on this one.
            below = merge.link().root();
        }
        Vertex parent = below;
        return layers.blob(layer, () -> solver.chain(parent), format);
    }

    private static List<String> way(String destination) {
        return Arrays.stream(destination.split("/")).filter(name -> !name.isEmpty()).toList();
    }

    private void base(
            Vertex.Image base, Output output, LayerBlobs.Format format, List<Descriptor> blobs)
            throws IOException {
        List<Descriptor> originals = base.manifest().layers();
        for (int i = 0; i < originals.size(); i++) {
            Descriptor layer = oci(originals.get(i));
            Digest diffId = base.config().diffIds().get(i);
            boolean same = layer.mediaType().equals(format.compression().layerMediaType());
            blobs.add(
                    output.force() && !same
                            ? layers.recompress(layer, diffId, format).descriptor()
                            : layer);
        }
    }

    /** The same blob under OCI's media type: an OCI manifest names no Docker ones. */
    private static Descriptor oci(Descriptor layer) {
        String type =
                switch (layer.mediaType()) {
                    case MediaTypes.DOCKER_LAYER -> Compression.NONE.layerMediaType();
                    case MediaTypes.DOCKER_LAYER_GZIP -> Compression.GZIP.layerMediaType();
                    case MediaTypes.DOCKER_LAYER_ZSTD -> Compression.ZSTD.layerMediaType();
                    default -> layer.mediaType();
                };
        return Descriptor.of(type, layer.digest(), layer.size());
    }

    /** When each line of the new history came to be. */
    private List<Optional<Instant>> times(Graph graph, Optional<Instant> base)
            throws IOException, InterruptedException {
        List<Optional<Instant>> times = new ArrayList<>();
        Optional<Instant> last = base;
        for (Graph.Entry entry : graph.history()) {
            if (epoch.isPresent()) {
                last = epoch;
            } else if (entry.layer().isPresent()) {
                Vertex layer = entry.layer().get();
                Vertex made = graph.isLoose(layer) ? ((Vertex.Merge) layer).link() : layer;
                last = Optional.of(solver.solve(made).created());
            }
            times.add(last);
        }
        // Metadata before the first layer of an image from scratch has that layer's time.
        Optional<Instant> first = times.stream().flatMap(Optional::stream).findFirst();
        times.replaceAll(time -> time.isPresent() ? time : first);
        return times;
    }
}
