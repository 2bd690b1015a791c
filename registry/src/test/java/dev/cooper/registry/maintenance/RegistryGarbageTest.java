package dev.cooper.registry.maintenance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

@ParameterizedClass
@EnumSource(TestStorage.class)
class RegistryGarbageTest {
    @Parameter TestStorage storage;
    @TempDir Path directory;

    private RegistryConfig config;

    @BeforeEach
    void chooseStorage() throws IOException {
        config = storage.in(directory);
    }

    private TestRegistry with(Duration lease) throws IOException {
        return new TestRegistry(config.withStorage(config.storage().withLease(lease)));
    }

    private static byte[] random(int seed) {
        return TestManifest.noise(seed, 50_000);
    }

    private static RegistryGarbage.Collected oneBlobOf(String repository) {
        return new RegistryGarbage.Collected(
                Map.of(repository, new RegistryGarbage.Taken(1, 50_000)), 1, 50_000, 0);
    }

    @Test
    void onlyWhatNoManifestRefersToIsDeleted() throws IOException {
        try (TestRegistry registry = with(Duration.ofSeconds(-10))) {
            Digest small = registry.pushBlob("a", "{}".getBytes(StandardCharsets.UTF_8));
            Digest kept = registry.pushBlob("a", random(1));
            Digest lost = registry.pushBlob("a", random(2));
            byte[] manifest = TestManifest.image(small, kept, 50_000);
            registry.putManifest("a", "x", MediaTypes.OCI_MANIFEST, manifest);
            assertEquals(oneBlobOf("a"), RegistryGarbage.collect(config, true));
            assertEquals(200, registry.get("/v2/a/blobs/" + lost).statusCode());
            assertEquals(oneBlobOf("a"), RegistryGarbage.collect(config, false));
            assertEquals(404, registry.get("/v2/a/blobs/" + lost).statusCode());
            assertArrayEquals(random(1), registry.get("/v2/a/blobs/" + kept).body());
            assertArrayEquals(manifest, registry.get("/v2/a/manifests/x").body());
            assertEquals(lost, registry.pushBlob("a", random(2)));
            assertArrayEquals(random(2), registry.get("/v2/a/blobs/" + lost).body());
        }
    }

    @Test
    void whatIsLeasedIsKept() throws IOException {
        try (TestRegistry registry = with(Duration.ofHours(1))) {
            Digest fresh = registry.pushBlob("a", random(3));
            assertEquals(0, RegistryGarbage.collect(config, false).blobs());
            assertEquals(200, registry.get("/v2/a/blobs/" + fresh).statusCode());
        }
    }

    @Test
    void whoAsksForABlobKeepsIt() throws IOException {
        Digest old;
        try (TestRegistry registry = with(Duration.ofSeconds(-10))) {
            old = registry.pushBlob("a", random(4));
        }
        try (TestRegistry registry = with(Duration.ofHours(1))) {
            assertEquals(200, registry.head("/v2/a/blobs/" + old).statusCode());
            assertEquals(0, RegistryGarbage.collect(config, false).blobs());
            assertTrue(registry.get("/v2/a/blobs/" + old).body().length > 0);
        }
    }
}
