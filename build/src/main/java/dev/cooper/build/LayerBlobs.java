package dev.cooper.build;

import dev.cooper.archive.Compression;
import dev.cooper.archive.Layer;
import dev.cooper.archive.LayerWriter;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.store.BlobWriter;
import dev.cooper.store.LayerOptions;
import dev.cooper.store.LocalStore;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Snapshots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Turns snapshots into layer blobs, each once: what a snapshot became with which compressor and
 * which clamp of times is remembered below {@code cooper/cache/layers}.
 */
final class LayerBlobs {
    private final LocalStore store;
    private final Snapshots snapshots;
    private final Path directory;
    private final ConcurrentMap<Path, Object> writing = new ConcurrentHashMap<>();

    LayerBlobs(LocalStore store, Snapshots snapshots, Path directory) {
        this.store = store;
        this.snapshots = snapshots;
        this.directory = directory;
    }

    /**
     * A layer in the store.
     *
     * @param descriptor its blob
     * @param diffId the digest of the uncompressed tar
     */
    record Blob(Descriptor descriptor, Digest diffId) {}

    /**
     * How layers are written.
     *
     * @param compression the format
     * @param level the compressor's level; -1 is its default
     * @param clamp no time in a layer is later than this, in seconds since 1970
     * @param way directories that only lead to the files, see {@link LayerOptions#way}
     */
    record Format(Compression compression, int level, OptionalLong clamp, List<String> way) {
        static Format of(Output output, OptionalLong epoch) {
            boolean rewrite = output.rewriteTimestamp().orElse(epoch.isPresent());
            return new Format(
                    output.compression(),
                    output.level(),
                    rewrite ? epoch : OptionalLong.empty(),
                    List.of());
        }

        Format along(List<String> newWay) {
            return new Format(compression, level, clamp, newWay);
        }

        private String expectedName() {
            return name(compression.expectedCompressor(level));
        }

        private String name() {
            return name(compression.compressor(level));
        }

        private String name(String compressor) {
            return compressor
                    + (clamp.isPresent() ? " clamp=" + clamp.getAsLong() : "")
                    + (way.isEmpty() ? "" : " way=" + String.join("/", way));
        }
    }

    /** Supplies the snapshots below one, only asked for when the layer is not known yet. */
    @FunctionalInterface
    interface Parents {
        List<SnapshotId> chain() throws IOException, InterruptedException;
    }

    /** Writes the layer of a snapshot, or finds it. */
    Blob blob(SnapshotId snapshot, Parents parents, Format format)
            throws IOException, InterruptedException {
        // Without loading a compressor first, which takes longer than all else in a cached build.
        Optional<Blob> known = known(record(snapshot, format.expectedName()));
        if (known.isPresent()) {
            return known.get();
        }
        Path record = record(snapshot, format.name());
        synchronized (writing.computeIfAbsent(record, path -> new Object())) {
            return blob(record, snapshot, parents, format);
        }
    }

    private Blob blob(Path record, SnapshotId snapshot, Parents parents, Format format)
            throws IOException, InterruptedException {
        Optional<Blob> known = known(record);
        if (known.isPresent()) {
            return known.get();
        }
        try (BlobWriter blob = store.writeDigested();
                LayerWriter writer = new LayerWriter(blob, format.compression(), format.level())) {
            snapshots.writeLayer(
                    snapshot,
                    writer.tar(),
                    new LayerOptions(format.clamp(), format.way()),
                    parents.chain());
            Layer layer = writer.finish();
            Descriptor descriptor =
                    blob.commit(format.compression().layerMediaType(), layer.digest());
            store.recordLayer(layer.diffId(), layer.uncompressedSize());
            Blob made = new Blob(descriptor, layer.diffId());
            write(record, made);
            return made;
        }
    }

    /** Compresses a layer that is in the store anew. */
    Blob recompress(Descriptor layer, Digest diffId, Format format) throws IOException {
        try (BlobWriter blob = store.writeDigested();
                var tar = Compression.decompressAny(store.open(layer))) {
            Layer made = LayerWriter.copy(tar, blob, format.compression(), format.level());
            if (!made.diffId().equals(diffId)) {
                throw new IOException(
                        "layer "
                                + layer.digest()
                                + ": its tar is "
                                + made.diffId()
                                + ", the config"
                                + " says "
                                + diffId
                                + "; load or build the base image again");
            }
            return new Blob(
                    blob.commit(format.compression().layerMediaType(), made.digest()), diffId);
        }
    }

    private Optional<Blob> known(Path record) throws IOException {
        Optional<Blob> known = read(record);
        return known.isPresent() && store.has(known.get().descriptor()) ? known : Optional.empty();
    }

    private Path record(SnapshotId snapshot, String format) {
        String key = snapshot.value() + "\0" + format;
        String hex = Digest.sha256(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex();
        return directory.resolve(hex.substring(0, 2)).resolve(hex);
    }

    private static Optional<Blob> read(Path record) throws IOException {
        try {
            JsonObject json = JsonObject.parse(Files.readAllBytes(record), record.toString());
            Descriptor descriptor =
                    Descriptor.of(
                            json.string("mediaType"),
                            Digest.parse(json.string("digest")),
                            json.integer("size"));
            return Optional.of(new Blob(descriptor, Digest.parse(json.string("diffId"))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            // A damaged record is as good as none: the layer is written again.
            return Optional.empty();
        }
    }

    private static void write(Path record, Blob blob) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", blob.descriptor().mediaType());
        json.put("digest", blob.descriptor().digest().toString());
        json.put("size", blob.descriptor().size());
        json.put("diffId", blob.diffId().toString());
        Files.createDirectories(record.getParent());
        Path temporary =
                record.resolveSibling(
                        "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
        Files.write(temporary, Json.write(json));
        Files.move(temporary, record, StandardCopyOption.ATOMIC_MOVE);
    }
}
