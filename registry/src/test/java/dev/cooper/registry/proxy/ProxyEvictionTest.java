package dev.cooper.registry.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.ProxyConfig;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.StorageConfig;
import dev.cooper.registry.config.UpstreamConfig;
import dev.cooper.transfer.UpstreamSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a cache forgets, and when. */
@ParameterizedClass
@EnumSource(TestStorage.class)
class ProxyEvictionTest {
    private static final byte[] OLD = ProxyTest.bytes(60_000);
    private static final byte[] NEW = ProxyTest.bytes(50_000);

    @Parameter TestStorage storage;
    @TempDir Path directory;

    private RegistryConfig config;
    private final UpstreamDouble upstream = new UpstreamDouble();

    @BeforeEach
    void fill() throws IOException {
        config = storage.in(directory);
        upstream.image("team/old", "1", OLD);
        upstream.image("team/new", "1", NEW);
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    /** A cache whose leases end at once. */
    private TestRegistry cache(Duration ttl, long maxBytes) throws IOException {
        UpstreamSettings settings = UpstreamSettings.of(upstream.uri(), Duration.ofSeconds(20));
        UpstreamConfig hub =
                new UpstreamConfig("hub", "", Set.of(), settings, ttl, Duration.ofHours(1));
        ProxyConfig proxy =
                new ProxyConfig(
                        List.of(hub),
                        List.of(),
                        ttl,
                        maxBytes,
                        Duration.ofHours(1),
                        Duration.ofSeconds(20));
        StorageConfig hasty = config.storage().withLease(Duration.ofSeconds(-5));
        return new TestRegistry(config.withProxy(proxy).withStorage(hasty));
    }

    private static void pull(TestRegistry cache, String name, byte[] layer) {
        String repository = "/v2/hub/team/" + name;
        assertEquals(200, cache.get(repository + "/manifests/1").statusCode());
        assertArrayEquals(layer, cache.get(repository + "/blobs/" + Digest.sha256(layer)).body());
        cache.proxy().settle();
    }

    private long objects() throws IOException {
        return storage.files(config).size();
    }

    @Test
    void whatNobodyAskedForLongestMakesRoomForTheRest() throws IOException {
        try (TestRegistry cache = cache(Duration.ZERO, 100_000)) {
            pull(cache, "new", NEW);
            pull(cache, "old", OLD);
            long used = System.currentTimeMillis();
            while (System.currentTimeMillis() == used) {
                Thread.onSpinWait(); // so that the next use is later
            }
            pull(cache, "new", NEW);
            assertEquals(1, cache.proxy().evict());
            assertEquals(1, objects());
            int before = upstream.seen().size();
            pull(cache, "new", NEW);
            assertEquals(before, upstream.seen().size(), upstream.seen().toString());
            pull(cache, "old", OLD);
            assertEquals(before + 2, upstream.seen().size(), upstream.seen().toString());
        }
    }

    @Test
    void whatFitsStays() throws IOException {
        try (TestRegistry cache = cache(Duration.ofHours(1), 1_000_000)) {
            pull(cache, "new", NEW);
            pull(cache, "old", OLD);
            assertEquals(0, cache.proxy().evict());
            assertEquals(2, objects());
        }
    }

    @Test
    void whatNobodyAskedForInALongTimeIsForgotten() throws IOException {
        try (TestRegistry cache = cache(Duration.ofSeconds(-5), 0)) {
            pull(cache, "new", NEW);
            pull(cache, "old", OLD);
            cache.pushBlob("own/app", ProxyTest.bytes(10));
            assertEquals(2, cache.proxy().evict());
            assertEquals(0, objects());
            pull(cache, "new", NEW);
        }
    }

    @Test
    void whatIsInUseStaysWhateverItsAge() throws IOException {
        try (TestRegistry cache = TestProxies.under("hub", upstream, config, Duration.ZERO)) {
            pull(cache, "new", NEW);
            assertEquals(0, cache.proxy().evict());
        }
    }

    @Test
    @Timeout(60)
    void aPullIsCounted() throws IOException {
        try (TestRegistry cache = cache(Duration.ZERO, 0)) {
            pull(cache, "new", NEW);
            pull(cache, "new", NEW);
            ProxyCounts.Kind blobs = cache.proxy().counts().blobs();
            assertEquals(2, blobs.requests());
            assertEquals(1, blobs.misses());
            assertEquals(1, blobs.hits());
            assertEquals(NEW.length, blobs.pulledBytes());
            while (blobs.pushedBytes() < 2L * NEW.length) {
                Thread.onSpinWait(); // what was sent is counted afterwards
            }
            assertEquals(1, cache.proxy().counts().manifests().misses());
        }
    }
}
