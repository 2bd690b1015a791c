package dev.cooper.cli;

import dev.cooper.archive.BoundedInputStream;
import dev.cooper.archive.Compression;
import dev.cooper.archive.DigestingOutputStream;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DatabaseFiles;
import dev.cooper.scan.advisory.DatabaseReceiver;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.advisory.DatabaseState.Chunk;
import dev.cooper.scan.feed.DatabaseArchive;
import dev.cooper.store.BlobWriter;
import dev.cooper.transfer.RegistryPlace;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A database as an artifact in a registry: the index document is the config, each chunk a layer of
 * its own, so that an update fetches those only that have changed.
 */
final class DbArtifact {
    private static final String TYPE = "application/vnd.cooper.advisories.v1";
    private static final String INDEX = "application/vnd.cooper.advisories.index.v1+json";
    private static final String CHUNK = "application/vnd.cooper.advisories.chunk.v1+zstd";
    private static final String TRIVY = "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip";

    /** Advisories are packed into a tenth of their size or so. */
    private static final int MOST_PACKED = 300;

    /** Names the chunk that a layer has when it is unpacked. */
    private static final String DIGEST = "dev.cooper.advisories.chunk";

    private static final String NAME = "dev.cooper.advisories.name";
    private static final String AS_OF = "dev.cooper.advisories.as-of";

    private DbArtifact() {}

    /** What an update has brought. */
    record Update(String kind, int fetched, int parts, long bytes) {}

    static Descriptor push(CooperDatabase database, Path directory, RegistryPlace to)
            throws IOException {
        DatabaseFiles files = new DatabaseFiles(directory);
        List<Descriptor> layers = new ArrayList<>();
        Map<Digest, Descriptor> pushed = new HashMap<>();
        for (Chunk chunk : database.state().chunks()) {
            Descriptor layer = pushed.get(chunk.digest());
            if (layer == null) {
                layer = push(files, chunk, to);
                pushed.put(chunk.digest(), layer);
                layers.add(layer);
            }
        }
        Descriptor config = to.write(INDEX, database.state().toJson());
        ImageManifest manifest =
                new ImageManifest(
                        MediaTypes.OCI_MANIFEST,
                        config,
                        layers,
                        Map.of(AS_OF, database.state().asOf().toString()),
                        Optional.empty(),
                        Optional.of(TYPE));
        return to.write(MediaTypes.OCI_MANIFEST, manifest.toJson());
    }

    private static Descriptor push(DatabaseFiles files, Chunk chunk, RegistryPlace to)
            throws IOException {
        Path packed = files.temporary();
        try {
            try (InputStream in = Files.newInputStream(files.chunk(chunk.digest()));
                    OutputStream out =
                            Compression.ZSTD.compress(Files.newOutputStream(packed), -1)) {
                in.transferTo(out);
            }
            Digest digest;
            try (InputStream in = Files.newInputStream(packed);
                    DigestingOutputStream out =
                            new DigestingOutputStream(
                                    OutputStream.nullOutputStream(), Digest.Algorithm.SHA256)) {
                in.transferTo(out);
                digest = out.digest();
            }
            Descriptor layer =
                    Descriptor.of(CHUNK, digest, Files.size(packed))
                            .withAnnotation(DIGEST, chunk.digest().toString())
                            .withAnnotation(NAME, chunk.name());
            if (!to.has(layer)) {
                try (BlobWriter out = to.write();
                        InputStream in = Files.newInputStream(packed)) {
                    in.transferTo(out);
                    out.commit(CHUNK, digest);
                }
            }
            return layer;
        } finally {
            Files.deleteIfExists(packed);
        }
    }

    static Update fetch(RegistryPlace from, Descriptor root, Path directory, int keep)
            throws IOException {
        ImageManifest manifest = ImageManifest.parse(from.read(root));
        for (Descriptor layer : manifest.layers()) {
            if (layer.mediaType().equals(TRIVY)) {
                try (InputStream in = from.open(layer)) {
                    DatabaseArchive.readTrivy(in, directory);
                }
                return new Update("trivy", 1, 1, layer.size());
            }
        }
        if (!manifest.config().mediaType().equals(INDEX)) {
            throw new SyntaxException(
                    from.name().familiar()
                            + " is no advisory database: its type is "
                            + manifest.artifactType().orElse(manifest.config().mediaType()));
        }
        Map<String, Descriptor> layers = new HashMap<>();
        for (Descriptor layer : manifest.layers()) {
            layers.put(layer.annotations().getOrDefault(DIGEST, ""), layer);
        }
        try (DatabaseReceiver receiver =
                new DatabaseReceiver(directory, from.read(manifest.config()))) {
            long bytes = 0;
            List<Chunk> missing = receiver.missing();
            for (Chunk chunk : missing) {
                Descriptor layer = layers.get(chunk.digest().toString());
                if (layer == null) {
                    throw new IOException(
                            from.name().familiar() + " lacks the part " + chunk.name());
                }
                try (InputStream in =
                        BoundedInputStream.decompressing(
                                from.open(layer), chunk.size(), MOST_PACKED, chunk.name())) {
                    receiver.receive(chunk, in);
                }
                bytes += layer.size();
            }
            receiver.finish(keep);
            DatabaseState state = receiver.state();
            return new Update("cooper", missing.size(), state.chunks().size(), bytes);
        }
    }

    static Reference reference(String text) {
        return Remote.reference(text).withDefaultTag();
    }
}
