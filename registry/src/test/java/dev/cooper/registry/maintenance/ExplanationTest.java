package dev.cooper.registry.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.StorageConfig;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;

@ParameterizedClass
@EnumSource(TestStorage.class)
class ExplanationTest {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    @Parameter TestStorage storage;
    @TempDir Path directory;
    private RegistryConfig config;

    @BeforeEach
    void leaseNothing() throws IOException {
        config = storage.in(directory);
        config = config.withStorage(config.storage().withLease(Duration.ofSeconds(-10)));
    }

    private static byte[] layer(int seed) {
        return TestManifest.noise(seed, 1000);
    }

    @Test
    void everyChainFromABlobToItsTagsIsTold() throws IOException {
        byte[] image;
        byte[] index;
        Digest layer;
        try (TestRegistry registry = new TestRegistry(config)) {
            Digest empty = registry.pushBlob("a", EMPTY);
            layer = registry.pushBlob("a", layer(1));
            image = TestManifest.image(empty, layer, 1000);
            registry.putManifest("a", "x", MediaTypes.OCI_MANIFEST, image);
            registry.putManifest("a", "y", MediaTypes.OCI_MANIFEST, image);
            index = TestManifest.index(image);
            registry.putManifest("a", "all", MediaTypes.OCI_INDEX, index);
            registry.pushBlob("b", layer(1));
        }
        Explanation explanation = Explanation.of(config, layer);
        assertFalse(explanation.garbage());
        assertEquals(1000, explanation.frees());
        assertEquals(2, explanation.repositories().size());
        Explanation.Keeper a = explanation.repositories().getFirst();
        assertEquals(Optional.empty(), a.leasedUntil());
        Explanation.Holder holder = a.holders().getFirst();
        assertEquals(Digest.sha256(image).toString(), holder.digest());
        assertEquals(List.of("x", "y"), holder.tags());
        assertEquals(Digest.sha256(index).toString(), holder.holders().getFirst().digest());
        assertEquals(List.of("all"), holder.holders().getFirst().tags());
        assertEquals(List.of(), explanation.repositories().getLast().holders());
        assertEquals(Map.of("a", List.of(Digest.sha256(image).toString())), explanation.toDelete());
    }

    @Test
    void manifestTellsWhatItsDeletionFreesWithTheBlobsThatOnlyItHas() throws IOException {
        byte[] image;
        try (TestRegistry registry = new TestRegistry(config)) {
            Digest empty = registry.pushBlob("a", EMPTY);
            image = TestManifest.image(empty, registry.pushBlob("a", layer(1)), 1000);
            registry.putManifest("a", "x", MediaTypes.OCI_MANIFEST, image);
            byte[] other = TestManifest.image(empty, registry.pushBlob("a", layer(2)), 1000);
            registry.putManifest("a", "z", MediaTypes.OCI_MANIFEST, other);
            byte[] referrer =
                    TestManifest.referrer(empty, registry.pushBlob("a", layer(3)), 1000, image);
            registry.putManifest(
                    "a", Digest.sha256(referrer).toString(), MediaTypes.OCI_MANIFEST, referrer);
        }
        Explanation explanation = Explanation.of(config, Digest.sha256(image));
        Explanation.Keeper keeper = explanation.repositories().getFirst();
        assertTrue(keeper.manifest());
        assertEquals(List.of("x"), keeper.tags());
        assertEquals(1, keeper.referrers());
        assertEquals(image.length + 1000, explanation.frees());
    }

    @Test
    void leaseAndItsEndAreTold() throws IOException {
        Digest blob;
        StorageConfig leasing = config.storage().withLease(Duration.ofHours(1));
        try (TestRegistry registry = new TestRegistry(config.withStorage(leasing))) {
            blob = registry.pushBlob("a", layer(1));
        }
        Explanation leased = Explanation.of(config, blob);
        assertTrue(leased.repositories().getFirst().leasedUntil().isPresent());
        assertFalse(leased.garbage());
    }

    @Test
    void garbageIsCalledGarbageAndTheUnknownUnknown() throws IOException {
        Digest blob;
        try (TestRegistry registry = new TestRegistry(config)) {
            blob = registry.pushBlob("a", layer(1));
        }
        assertTrue(Explanation.of(config, blob).garbage());
        Explanation unknown = Explanation.of(config, Digest.sha256(layer(9)));
        assertEquals(Optional.empty(), unknown.size());
        assertFalse(unknown.garbage());
    }
}
