package dev.cooper.store.archive;

import dev.cooper.archive.BoundedInputStream;
import dev.cooper.archive.Compression;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.store.BlobWriter;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An archive with a manifest.json only. It names config and layers but has no manifest, so one is
 * written here: layers and config stay byte for byte what they are in the archive, whatever their
 * compression, so that the image keeps its id and loading twice makes the same manifest.
 */
final class DockerContents {
    private static final int MAX_RATIO = 500;

    private final ArchiveContents contents;
    private final LocalStore store;

    DockerContents(ArchiveContents contents, LocalStore store) {
        this.contents = contents;
        this.store = store;
    }

    List<FoundContent> all() throws IOException {
        List<FoundContent> images = new ArrayList<>();
        for (DockerManifest manifest : DockerManifest.parse(contents.document("manifest.json"))) {
            images.add(image(manifest));
        }
        return images;
    }

    private FoundContent image(DockerManifest archived) throws IOException {
        byte[] json = contents.document(archived.config());
        ImageConfig config = ImageConfig.parse(json);
        List<Descriptor> layers = new ArrayList<>();
        for (String path : archived.layers()) {
            layers.add(layer(path));
        }
        DiffIds.verify(store, config, layers);
        Descriptor written = store.write(MediaTypes.OCI_CONFIG, json);
        ImageManifest manifest = ImageManifest.of(written, layers);
        return new FoundContent(
                store.write(MediaTypes.OCI_MANIFEST, manifest.toJson()),
                Optional.of(written.digest()),
                archived.names());
    }

    private Descriptor layer(String path) throws IOException {
        Descriptor blob = contents.blob(path);
        Compression compression = DiffIds.compression(store, blob);
        return switch (compression) {
            case NONE, GZIP, ZSTD ->
                    Descriptor.of(compression.layerMediaType(), blob.digest(), blob.size());
            case BZIP2, XZ -> decompressed(blob); // no media type says that a layer is one of these
        };
    }

    private Descriptor decompressed(Descriptor blob) throws IOException {
        try (InputStream compressed = store.open(blob);
                InputStream in =
                        BoundedInputStream.decompressing(
                                compressed, Long.MAX_VALUE, MAX_RATIO, "layer " + blob.digest());
                BlobWriter writer = store.write()) {
            in.transferTo(writer);
            return writer.commit(MediaTypes.OCI_LAYER);
        }
    }
}
