package dev.cooper.registry.maintenance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

@ParameterizedClass
@EnumSource(TestStorage.class)
class TagHistoryTest {
    @Parameter TestStorage storage;
    @TempDir Path directory;

    private static byte[] push(TestRegistry registry, String tag, int seed) {
        Digest config = registry.pushBlob("a/b", "{}".getBytes(StandardCharsets.UTF_8));
        Digest layer = registry.pushBlob("a/b", TestManifest.noise(seed, 100));
        byte[] manifest = TestManifest.image(config, layer, 100);
        assertEquals(
                201,
                registry.putManifest("a/b", tag, MediaTypes.OCI_MANIFEST, manifest).statusCode());
        return manifest;
    }

    private static List<Optional<String>> digests(List<TagHistory.Change> changes) {
        return changes.stream().map(TagHistory.Change::digest).toList();
    }

    @Test
    void everyMoveAndDeletionOfATagIsToldNewestFirst() throws IOException {
        RegistryConfig config = storage.in(directory);
        try (TestRegistry registry = new TestRegistry(config)) {
            String first = Digest.sha256(push(registry, "x", 1)).toString();
            String second = Digest.sha256(push(registry, "x", 2)).toString();
            push(registry, "other", 3);
            registry.delete("/v2/a/b/manifests/x");
            registry.delete("/v2/a/b/manifests/" + first);
            List<TagHistory.Change> changes = TagHistory.of(config, "a/b", Optional.of("x"), 10);
            assertEquals(
                    List.of(Optional.empty(), Optional.of(second), Optional.of(first)),
                    digests(changes));
            assertEquals(
                    List.of(false, true, false),
                    changes.stream().map(TagHistory.Change::kept).toList());
            assertEquals(4, TagHistory.of(config, "a/b", Optional.empty(), 10).size());
            assertEquals(1, TagHistory.of(config, "a/b", Optional.empty(), 1).size());
        }
        IOException unknown =
                assertThrows(
                        IOException.class,
                        () -> TagHistory.of(config, "nowhere", Optional.empty(), 10));
        assertTrue(unknown.getMessage().contains("nowhere"), unknown.getMessage());
    }

    @Test
    void tagIsPointedBackToWhatItPointedTo() throws IOException {
        RegistryConfig config = storage.in(directory);
        try (TestRegistry registry = new TestRegistry(config)) {
            byte[] first = push(registry, "x", 1);
            byte[] second = push(registry, "x", 2);
            TagHistory.restore(config, "a/b", "x", Optional.empty());
            assertArrayEquals(first, registry.get("/v2/a/b/manifests/x").body());
            String digest = Digest.sha256(second).toString();
            registry.delete("/v2/a/b/manifests/x");
            TagHistory.restore(config, "a/b", "x", Optional.of(digest));
            assertArrayEquals(second, registry.get("/v2/a/b/manifests/x").body());
            registry.delete("/v2/a/b/manifests/" + Digest.sha256(first));
            String gone = Digest.sha256(first).toString();
            assertThrows(
                    IOException.class,
                    () -> TagHistory.restore(config, "a/b", "x", Optional.of(gone)));
        }
    }
}
