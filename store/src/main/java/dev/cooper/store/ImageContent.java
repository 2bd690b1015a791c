package dev.cooper.store;

import dev.cooper.archive.BoundedInputStream;
import dev.cooper.archive.TarReader;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image to look into: its configuration, and its layers, which are opened when needed. */
public final class ImageContent {
    private static final int MAX_RATIO = 500;
    private static final int HEAD = 512;

    /** Where the bytes of a layer are. */
    @FunctionalInterface
    public interface Source {
        /**
         * Opens the layer, compressed or not; the caller closes it.
         *
         * @throws IOException when it cannot be had
         */
        InputStream open() throws IOException;

        /** Whether what is skipped of it is not read, as of a file. */
        default boolean leaps() {
            return false;
        }
    }

    /**
     * A layer.
     *
     * @param diffId of its tar, as the configuration says; nobody has verified it yet
     * @param blob its descriptor; empty where only the tar is kept, as in a docker archive
     * @param source its bytes
     */
    public record Layer(Digest diffId, Optional<Descriptor> blob, Source source) {
        /**
         * Opens the tar, decompressed within bounds; the caller closes it.
         *
         * @throws IOException when it cannot be had
         */
        public InputStream openTar() throws IOException {
            return BoundedInputStream.decompressing(
                    source.open(), Long.MAX_VALUE, MAX_RATIO, "layer " + diffId);
        }

        /**
         * Opens the tar where it lies uncompressed in a file, so that what is skipped of it is not
         * read; the caller closes it.
         *
         * @return empty when it lies otherwise
         * @throws IOException when it cannot be had
         */
        public Optional<InputStream> openLeaping() throws IOException {
            if (!source.leaps()) {
                return Optional.empty();
            }
            try (InputStream start = source.open()) {
                if (!TarReader.startsTar(start.readNBytes(HEAD))) {
                    return Optional.empty();
                }
            }
            return Optional.of(source.open());
        }
    }

    private final Optional<Descriptor> manifest;
    private final Map<String, String> annotations;
    private final byte[] configBytes;
    private final ImageConfig config;
    private final List<Reference> names;
    private final List<Layer> layers;

    /**
     * Puts the parts of an image together.
     *
     * @param manifest empty where there is none, as in a docker archive
     * @param configBytes the configuration as it is kept
     * @param names that it has there
     * @param blobs descriptors of its layers, from the bottom up, where it has them
     * @param sources of the same layers
     * @throws IOException when the configuration names another number of layers
     */
    public ImageContent(
            Optional<Descriptor> manifest,
            byte[] configBytes,
            List<Reference> names,
            List<Optional<Descriptor>> blobs,
            List<Source> sources)
            throws IOException {
        this(manifest, Map.of(), configBytes, names, blobs, sources);
    }

    private ImageContent(
            Optional<Descriptor> manifest,
            Map<String, String> annotations,
            byte[] configBytes,
            List<Reference> names,
            List<Optional<Descriptor>> blobs,
            List<Source> sources)
            throws IOException {
        this.manifest = manifest;
        this.annotations = Map.copyOf(annotations);
        this.configBytes = configBytes.clone();
        this.config = ImageConfig.parse(configBytes);
        this.names = List.copyOf(names);
        if (config.diffIds().size() != sources.size()) {
            throw new IOException(
                    "the image "
                            + id()
                            + " is damaged: it has "
                            + sources.size()
                            + " layers, its config names "
                            + config.diffIds().size());
        }
        List<Layer> all = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            all.add(new Layer(config.diffIds().get(i), blobs.get(i), sources.get(i)));
        }
        this.layers = List.copyOf(all);
    }

    /**
     * An image of a place.
     *
     * @param manifest of one image, not an index
     * @param names that it has there
     * @throws IOException when it cannot be read, or is no image but another artifact
     */
    public static ImageContent of(Place place, Descriptor manifest, List<Reference> names)
            throws IOException {
        ImageManifest parsed = ImageManifest.parse(place.read(manifest));
        if (!MediaTypes.isConfig(parsed.config().mediaType())) {
            throw new IOException(
                    manifest.digest()
                            + " is no image but an artifact whose config is "
                            + parsed.config().mediaType());
        }
        List<Optional<Descriptor>> blobs = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        for (Descriptor layer : parsed.layers()) {
            blobs.add(Optional.of(layer));
            sources.add(() -> place.open(layer));
        }
        byte[] config = place.read(parsed.config());
        return new ImageContent(
                Optional.of(manifest), parsed.annotations(), config, names, blobs, sources);
    }

    /** Its manifest; empty where there is none, as in a docker archive. */
    public Optional<Descriptor> manifest() {
        return manifest;
    }

    /** What its manifest says besides; empty where there is no manifest. */
    public Map<String, String> annotations() {
        return annotations;
    }

    /** The digest of its configuration, which docker calls the image ID. */
    public Digest id() {
        return Digest.sha256(configBytes);
    }

    /** Its configuration as it is kept. */
    public byte[] configBytes() {
        return configBytes.clone();
    }

    /** Its configuration. */
    public ImageConfig config() {
        return config;
    }

    /** The names that it has where it was found. */
    public List<Reference> names() {
        return names;
    }

    /** Its layers, from the bottom up. */
    public List<Layer> layers() {
        return layers;
    }
}
