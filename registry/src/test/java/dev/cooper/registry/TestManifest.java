package dev.cooper.registry;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Manifests and blobs for tests. */
public final class TestManifest {
    private TestManifest() {}

    /** Noise, the same for the same seed. */
    public static byte[] noise(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** An image manifest with one layer. */
    public static byte[] image(Digest config, Digest layer, long layerSize) {
        return Json.write(json(config, 2, layer, layerSize));
    }

    /** The same with a config of another size than 2. */
    public static byte[] image(Digest config, long configSize, Digest layer, long layerSize) {
        return Json.write(json(config, configSize, layer, layerSize));
    }

    /** An image manifest with one layer that speaks about another manifest. */
    public static byte[] referrer(Digest config, Digest layer, long layerSize, byte[] subject) {
        Map<String, Object> json = json(config, 2, layer, layerSize);
        json.put(
                "subject",
                descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(subject), subject.length));
        return Json.write(json);
    }

    private static Map<String, Object> json(
            Digest config, long configSize, Digest layer, long layerSize) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaTypes.OCI_MANIFEST);
        json.put("config", descriptor(MediaTypes.OCI_CONFIG, config, configSize));
        json.put("layers", List.of(descriptor(MediaTypes.OCI_LAYER, layer, layerSize)));
        return json;
    }

    /** An index of image manifests. */
    public static byte[] index(byte[]... manifests) {
        List<Object> children = new ArrayList<>();
        for (byte[] manifest : manifests) {
            children.add(
                    descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(manifest), manifest.length));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schemaVersion", 2);
        json.put("mediaType", MediaTypes.OCI_INDEX);
        json.put("manifests", children);
        return Json.write(json);
    }

    private static Map<String, Object> descriptor(String mediaType, Digest digest, long size) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", mediaType);
        json.put("digest", digest.toString());
        json.put("size", size);
        return json;
    }
}
