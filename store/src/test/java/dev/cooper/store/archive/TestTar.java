package dev.cooper.store.archive;

import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.store.WritablePlace;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Builds small tars and images in memory. */
final class TestTar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter tar = new TarWriter(bytes);

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    TestTar file(String path, byte[] content) throws IOException {
        tar.write(TarEntry.file(path, content.length), new ByteArrayInputStream(content));
        return this;
    }

    TestTar file(String path, String content) throws IOException {
        return file(path, text(content));
    }

    TestTar add(TarEntry entry) throws IOException {
        tar.write(entry);
        return this;
    }

    byte[] bytes() throws IOException {
        tar.finish();
        return bytes.toByteArray();
    }

    InputStream in() throws IOException {
        return new ByteArrayInputStream(bytes());
    }

    static byte[] layer(String name, String content) throws IOException {
        return new TestTar().file(name, content).bytes();
    }

    static byte[] compressed(Compression compression, byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream to = compression.compress(out, -1)) {
            to.write(plain);
        }
        return out.toByteArray();
    }

    static byte[] config(byte[]... layers) {
        List<Digest> diffIds = new ArrayList<>();
        for (byte[] layer : layers) {
            diffIds.add(Digest.sha256(layer));
        }
        return ImageConfig.empty(Platform.host()).withLayers(diffIds, List.of()).toJson();
    }

    /** Writes an image with real layers, compressed one way or another. */
    static Descriptor image(WritablePlace place, Compression compression, byte[]... layers)
            throws IOException {
        List<Descriptor> blobs = new ArrayList<>();
        for (byte[] layer : layers) {
            blobs.add(place.write(compression.layerMediaType(), compressed(compression, layer)));
        }
        Descriptor config = place.write(MediaTypes.OCI_CONFIG, config(layers));
        return place.write(MediaTypes.OCI_MANIFEST, ImageManifest.of(config, blobs).toJson());
    }
}
