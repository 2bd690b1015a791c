package dev.cooper.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SparseManifestsTest {
    @TempDir Path directory;

    private static Map<String, Object> descriptor(String type, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return Map.of(
                "mediaType", type, "digest", Digest.sha256(bytes).toString(), "size", bytes.length);
    }

    @Test
    void manifestsAreTakenBeforeTheirBlobsWhereTheConfigurationSaysSo() throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file, "{http: {addr: '127.0.0.1:0'}, cooper: {manifests: {sparse: true}}}");
        RegistryConfig config =
                RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"));
        byte[] manifest =
                Json.write(
                        Map.of(
                                "schemaVersion", 2,
                                "config", descriptor(MediaTypes.OCI_CONFIG, "{}"),
                                "layers",
                                        List.of(
                                                descriptor(
                                                        "application/vnd.example.layer",
                                                        "never pushed"))));
        try (TestRegistry registry = new TestRegistry(config)) {
            assertEquals(
                    201,
                    registry.send(
                                    "PUT",
                                    "/v2/a/manifests/1",
                                    manifest,
                                    "Content-Type",
                                    MediaTypes.OCI_MANIFEST)
                            .statusCode());
            assertArrayEquals(manifest, registry.get("/v2/a/manifests/1").body());
            assertEquals(
                    404,
                    registry.get(
                                    "/v2/a/blobs/"
                                            + Digest.sha256("{}".getBytes(StandardCharsets.UTF_8)))
                            .statusCode());
        }
    }
}
