package dev.cooper.store.archive;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.BoundedInputStream;
import dev.cooper.archive.Compression;
import dev.cooper.archive.Layer;
import dev.cooper.archive.LayerWriter;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.store.BlobWriter;
import dev.cooper.store.Lease;
import dev.cooper.store.LocalStore;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes an image of one layer out of the tar of a root file system. */
public final class Import {
    private static final int MAX_RATIO = 500;

    private Import() {}

    /**
     * What the image shall be.
     *
     * @param config how a container is started; the changes of {@code --change} are applied already
     * @param platform what the files run on
     * @param message the comment in the history
     * @param created when
     * @param compression of the layer: none, gzip or zstd
     */
    public record Options(
            ContainerConfig config,
            Platform platform,
            String message,
            Instant created,
            Compression compression) {}

    /**
     * Imports a tar, which may be compressed; its bytes become the layer unchanged. The image is
     * listed without a name; tag it to give it one.
     *
     * @param in the tar, read to its end, not closed
     * @return where the manifest is
     * @throws ArchiveException when the tar is damaged, or has an entry that leads out of it
     * @throws IOException when it cannot be read or the store cannot be written
     */
    public static Descriptor rootfs(InputStream in, LocalStore store, Options options)
            throws IOException {
        try (Lease lease = store.lease()) {
            Layer layer;
            Descriptor blob;
            InputStream open =
                    new FilterInputStream(in) {
                        @Override
                        public void close() {} // the caller's
                    };
            try (InputStream tar =
                            BoundedInputStream.decompressing(
                                    open, Long.MAX_VALUE, MAX_RATIO, "the archive");
                    BlobWriter writer = store.writeDigested()) {
                layer = LayerWriter.copy(tar, writer, options.compression(), -1);
                blob = writer.commit(options.compression().layerMediaType(), layer.digest());
            }
            check(store, blob);
            store.recordLayer(layer.diffId(), layer.uncompressedSize());
            Descriptor manifest = image(store, options, layer, blob);
            store.keep(manifest);
            return manifest;
        }
    }

    private static void check(LocalStore store, Descriptor blob) throws IOException {
        try (InputStream compressed = store.open(blob);
                TarReader tar =
                        new TarReader(Compression.decompressAny(compressed), TarLimits.DEFAULT)) {
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                boolean hardLinkOut =
                        entry.type() == TarEntry.Type.HARDLINK
                                && TarEntry.climbsOut(entry.linkTarget());
                if (entry.climbsOut() || hardLinkOut) {
                    throw new ArchiveException(
                            "refused archive: entry \""
                                    + entry.path()
                                    + "\" leads out of the root file system");
                }
            }
        }
    }

    private static Descriptor image(LocalStore store, Options options, Layer layer, Descriptor blob)
            throws IOException {
        History history =
                new History(Optional.of(options.created()), "", "", options.message(), false);
        ImageConfig config =
                ImageConfig.empty(options.platform())
                        .withCreated(Optional.of(options.created()))
                        .withConfig(options.config())
                        .withLayers(List.of(layer.diffId()), List.of(history));
        Descriptor written = store.write(MediaTypes.OCI_CONFIG, config.toJson());
        return store.write(
                MediaTypes.OCI_MANIFEST, ImageManifest.of(written, List.of(blob)).toJson());
    }
}
