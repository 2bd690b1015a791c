package dev.cooper.base;

import dev.cooper.archive.Compression;
import dev.cooper.archive.Layer;
import dev.cooper.archive.LayerWriter;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.store.BlobWriter;
import dev.cooper.store.LocalStore;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts one layer and its config into the store as an image. */
final class ImageAssembly {
    /** Writes the files of the layer. */
    interface Files {
        void writeTo(TarWriter tar) throws IOException;
    }

    private static final String PATH =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final LocalStore store;
    private final BaseRequest request;
    private final String suite;
    private final Instant created;

    /**
     * Makes the work.
     *
     * @param store takes the image
     * @param request what was wanted
     * @param suite the release
     * @param created the date of the image
     */
    ImageAssembly(LocalStore store, BaseRequest request, String suite, Instant created) {
        this.store = store;
        this.request = request;
        this.suite = suite;
        this.created = created;
    }

    /** Writes the layer. */
    Layer layer(Files files) throws IOException {
        try (BlobWriter blob = store.writeDigested()) {
            Layer layer;
            OutputStream buffered = new BufferedOutputStream(blob, 1 << 18);
            try (LayerWriter writer = new LayerWriter(buffered, Compression.GZIP, -1)) {
                files.writeTo(writer.tar());
                layer = writer.finish();
            }
            buffered.flush();
            blob.commit(Compression.GZIP.layerMediaType(), layer.digest());
            store.recordLayer(layer.diffId(), layer.uncompressedSize());
            return layer;
        }
    }

    /**
     * Writes config and manifest, and names the image.
     *
     * @param layer the only layer, in the store already
     * @param version the version of Debian, may be empty
     */
    Descriptor image(Layer layer, String version) throws IOException {
        ImageConfig config =
                ImageConfig.empty(request.platform())
                        .withCreated(Optional.of(created))
                        .withConfig(containerConfig(version))
                        .withLayers(List.of(layer.diffId()), history());
        Descriptor configBlob = store.write(MediaTypes.OCI_CONFIG, config.toJson());
        Descriptor layerBlob =
                Descriptor.of(layer.compression().layerMediaType(), layer.digest(), layer.size());
        ImageManifest manifest = ImageManifest.of(configBlob, List.of(layerBlob));
        Descriptor image = store.write(MediaTypes.OCI_MANIFEST, manifest.toJson());
        if (request.tags().isEmpty()) {
            store.keep(image);
        }
        for (Reference tag : request.tags()) {
            store.tag(tag.withDefaultTag(), image);
        }
        return image;
    }

    private ContainerConfig containerConfig(String version) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("org.opencontainers.image.title", "debian");
        labels.put("org.opencontainers.image.ref.name", suite);
        if (!version.isEmpty()) {
            labels.put("org.opencontainers.image.version", version);
        }
        ContainerConfig config = ContainerConfig.EMPTY.withLabels(labels);
        return switch (request.variant()) {
            case MINBASE -> config.withEnv(List.of(PATH)).withCmd(Optional.of(List.of("bash")));
            case DISTROLESS ->
                    config.withEnv(
                                    List.of(
                                            PATH,
                                            "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"))
                            .withWorkingDir("/");
        };
    }

    private List<History> history() {
        StringBuilder command = new StringBuilder("cooper base debian --suite ").append(suite);
        command.append(" --variant ").append(request.variant().id());
        if (!request.include().isEmpty()) {
            List<String> include = request.include().stream().distinct().sorted().toList();
            command.append(" --include ").append(String.join(",", include));
        }
        List<History> history = new ArrayList<>();
        history.add(entry(command.toString(), false));
        if (request.variant() == Variant.MINBASE) {
            history.add(entry("CMD [\"bash\"]", true));
        }
        return history;
    }

    private History entry(String command, boolean empty) {
        return new History(Optional.of(created), command, "", "cooper base", empty);
    }
}
