package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.History;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small images for tests of places. */
final class Samples {
    private Samples() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Reference ref(String text) {
        return Reference.parse(text);
    }

    /** Writes an image whose layers are the given bytes, taken as uncompressed tars. */
    static Descriptor image(WritablePlace place, byte[]... layers) throws IOException {
        List<Descriptor> descriptors = new ArrayList<>();
        List<Digest> diffIds = new ArrayList<>();
        List<History> history = new ArrayList<>();
        for (byte[] layer : layers) {
            Descriptor written = place.write(MediaTypes.OCI_LAYER, layer);
            descriptors.add(written);
            diffIds.add(written.digest());
            history.add(
                    new History(
                            Optional.of(Instant.EPOCH), "COPY " + diffIds.size(), "", "", false));
        }
        ImageConfig config =
                ImageConfig.empty(Platform.of("linux", "amd64"))
                        .withCreated(Optional.of(Instant.EPOCH))
                        .withLayers(diffIds, history);
        Descriptor written = place.write(MediaTypes.OCI_CONFIG, config.toJson());
        return place.write(
                MediaTypes.OCI_MANIFEST, ImageManifest.of(written, descriptors).toJson());
    }

    static Descriptor image(WritablePlace place, String... layers) throws IOException {
        byte[][] contents = new byte[layers.length][];
        for (int i = 0; i < layers.length; i++) {
            contents[i] = bytes(layers[i]);
        }
        return image(place, contents);
    }
}
