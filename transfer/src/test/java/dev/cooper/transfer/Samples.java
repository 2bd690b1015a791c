package dev.cooper.transfer;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.store.WritablePlace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small images for tests. */
final class Samples {
    private Samples() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] noise(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Writes an image whose layers are the given bytes, taken as uncompressed tars. */
    static Descriptor image(WritablePlace place, byte[]... layers) throws IOException {
        List<Descriptor> descriptors = new ArrayList<>();
        List<Digest> diffIds = new ArrayList<>();
        for (byte[] layer : layers) {
            Descriptor written = place.write(MediaTypes.OCI_LAYER, layer);
            descriptors.add(written);
            diffIds.add(written.digest());
        }
        ImageConfig config =
                ImageConfig.empty(Platform.of("linux", "amd64")).withLayers(diffIds, List.of());
        Descriptor written = place.write(MediaTypes.OCI_CONFIG, config.toJson());
        return place.write(
                MediaTypes.OCI_MANIFEST, ImageManifest.of(written, descriptors).toJson());
    }
}
