package dev.cooper.registry;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;

import java.util.List;
import java.util.Map;

/** Manifests for tests. */
public final class TestManifests {
    private TestManifests() {}

    /** An image that has a config and no layers. */
    public static byte[] image(Digest config, long size) {
        return Json.write(
                Map.of(
                        "schemaVersion",
                        2,
                        "config",
                        Map.of(
                                "mediaType",
                                MediaTypes.OCI_CONFIG,
                                "digest",
                                config.toString(),
                                "size",
                                size),
                        "layers",
                        List.of()));
    }
}
