package dev.cooper.registry.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.maintenance.RegistryCheck;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a cache of another registry serves, keeps and asks for. */
@ParameterizedClass
@EnumSource(TestStorage.class)
class ProxyTest {
    @Parameter TestStorage storage;
    @TempDir Path directory;

    private RegistryConfig config;
    private final UpstreamDouble upstream = new UpstreamDouble();

    @BeforeEach
    void chooseStorage() throws IOException {
        config = storage.in(directory);
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private TestRegistry cache(Duration revalidate) throws IOException {
        return TestProxies.under("hub", upstream, config, revalidate);
    }

    private TestRegistry cache() throws IOException {
        return cache(Duration.ofHours(1));
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void anImageIsFetchedOnceAndThenServedFromHere() throws IOException {
        byte[] layer = bytes(100_000);
        Digest manifest = upstream.image("team/app", "1", layer);
        try (TestRegistry cache = cache()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<byte[]> pulled = cache.get("/v2/hub/team/app/manifests/1");
                assertEquals(200, pulled.statusCode(), text(pulled));
                assertEquals(manifest, Digest.sha256(pulled.body()));
                assertEquals(MediaTypes.OCI_MANIFEST, TestRegistry.header(pulled, "Content-Type"));
                assertEquals(
                        manifest.toString(), TestRegistry.header(pulled, "Docker-Content-Digest"));
                HttpResponse<byte[]> blob =
                        cache.get("/v2/hub/team/app/blobs/" + Digest.sha256(layer));
                assertEquals(200, blob.statusCode(), text(blob));
                assertArrayEquals(layer, blob.body());
            }
            assertEquals(1, upstream.count("/manifests/"), upstream.seen().toString());
            assertEquals(1, upstream.count("/blobs/"), upstream.seen().toString());
        }
    }

    @Test
    void twentyClientsThatWantTheSameNewBlobAreOneRequest() throws Exception {
        byte[] layer = bytes(3_000_000);
        upstream.image("team/app", "1", layer);
        try (TestRegistry cache = cache();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<byte[]>>> pulls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                pulls.add(
                        clients.submit(
                                () -> cache.get("/v2/hub/team/app/blobs/" + Digest.sha256(layer))));
            }
            for (Future<HttpResponse<byte[]>> pull : pulls) {
                assertEquals(200, get(pull).statusCode());
                assertArrayEquals(layer, get(pull).body());
            }
        }
        assertEquals(1, upstream.count("GET /v2/team/app/blobs/"), upstream.seen().toString());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTagIsLookedUpAgainAfterAWhileAndFollowed() throws IOException {
        upstream.image("team/app", "1", bytes(10));
        try (TestRegistry cache = cache(Duration.ZERO)) {
            assertEquals(200, cache.get("/v2/hub/team/app/manifests/1").statusCode());
            assertEquals(200, cache.get("/v2/hub/team/app/manifests/1").statusCode());
            assertEquals(1, upstream.count("GET "), upstream.seen().toString());
            assertEquals(1, upstream.count("HEAD "), upstream.seen().toString());

            Digest next = upstream.image("team/app", "1", bytes(11));
            HttpResponse<byte[]> pulled = cache.get("/v2/hub/team/app/manifests/1");
            assertEquals(next, Digest.sha256(pulled.body()));
            assertEquals(2, upstream.count("GET "), upstream.seen().toString());
        }
    }

    @Test
    void aTagThatIsGoneThereIsGoneHere() throws IOException {
        upstream.image("team/app", "1", bytes(10));
        try (TestRegistry cache = cache(Duration.ZERO)) {
            assertEquals(200, cache.get("/v2/hub/team/app/manifests/1").statusCode());
            upstream.remove("/v2/team/app/manifests/1");
            for (int i = 0; i < 3; i++) {
                HttpResponse<byte[]> pulled = cache.get("/v2/hub/team/app/manifests/1");
                assertEquals(404, pulled.statusCode());
                assertTrue(text(pulled).contains("MANIFEST_UNKNOWN"), text(pulled));
            }
            assertEquals(1, upstream.count("HEAD "), upstream.seen().toString());
        }
    }

    @Test
    void nothingIsPushedIntoACacheButBesideIt() throws IOException {
        try (TestRegistry cache = cache()) {
            HttpResponse<byte[]> refused =
                    cache.send("POST", "/v2/hub/team/app/blobs/uploads/", new byte[0]);
            assertEquals(405, refused.statusCode());
            assertTrue(text(refused).contains("UNSUPPORTED"), text(refused));
            assertEquals(405, cache.delete("/v2/hub/team/app/manifests/1").statusCode());
            assertEquals(
                    405,
                    cache.putManifest("hub/team/app", "1", MediaTypes.OCI_MANIFEST, bytes(3))
                            .statusCode());
            cache.pushBlob("own/app", bytes(10));
            assertEquals(
                    200, cache.get("/v2/own/app/blobs/" + Digest.sha256(bytes(10))).statusCode());
        }
        assertEquals(List.of(), upstream.seen());
    }

    @Test
    void aHeadOfABlobFetchesNothing() throws IOException {
        byte[] layer = bytes(100_000);
        upstream.image("team/app", "1", layer);
        try (TestRegistry cache = cache()) {
            HttpResponse<byte[]> head =
                    cache.head("/v2/hub/team/app/blobs/" + Digest.sha256(layer));
            assertEquals(200, head.statusCode());
            assertEquals("100000", TestRegistry.header(head, "Content-Length"));
            assertEquals(0, upstream.count("GET "), upstream.seen().toString());
            assertEquals(
                    404,
                    cache.head("/v2/hub/team/app/blobs/" + Digest.sha256(bytes(1))).statusCode());
        }
    }

    @Test
    void theCacheSurvivesARestart() throws IOException {
        byte[] layer = bytes(100_000);
        upstream.image("team/app", "1", layer);
        try (TestRegistry cache = cache()) {
            assertEquals(200, cache.get("/v2/hub/team/app/manifests/1").statusCode());
            assertEquals(
                    200, cache.get("/v2/hub/team/app/blobs/" + Digest.sha256(layer)).statusCode());
        }
        upstream.refuse(503, "X-Any", "thing");
        try (TestRegistry cache = cache()) {
            HttpResponse<byte[]> stale = cache.get("/v2/hub/team/app/manifests/1");
            assertEquals(200, stale.statusCode(), text(stale));
            assertTrue(
                    TestRegistry.header(stale, "Warning").startsWith("299 - \""),
                    stale.headers().toString());
            HttpResponse<byte[]> blob = cache.get("/v2/hub/team/app/blobs/" + Digest.sha256(layer));
            assertArrayEquals(layer, blob.body());
            assertFalse(blob.headers().firstValue("Warning").isPresent());
        }
    }

    @Test
    void aBlobOfAnotherCachedRepositoryIsNotFetchedAgain() throws IOException {
        byte[] layer = bytes(100_000);
        upstream.image("team/app", "1", layer);
        upstream.image("team/other", "1", layer);
        try (TestRegistry cache = cache()) {
            for (String name : List.of("app", "other")) {
                assertEquals(200, cache.get("/v2/hub/team/" + name + "/manifests/1").statusCode());
                String blob = "/v2/hub/team/" + name + "/blobs/" + Digest.sha256(layer);
                assertArrayEquals(layer, cache.get(blob).body());
            }
            assertEquals(1, upstream.count("GET /v2/team/app/blobs"), upstream.seen().toString());
            assertEquals(0, upstream.count("GET /v2/team/other/blobs"));
        }
    }

    @Test
    void aBlobThatTheRepositoryLacksThereIsNotServedFromAnotherOne() throws IOException {
        byte[] layer = bytes(100_000);
        upstream.image("team/secret", "1", layer);
        try (TestRegistry cache = cache()) {
            cache.get("/v2/hub/team/secret/manifests/1");
            cache.get("/v2/hub/team/secret/blobs/" + Digest.sha256(layer));
            HttpResponse<byte[]> other =
                    cache.get("/v2/hub/team/app/blobs/" + Digest.sha256(layer));
            assertEquals(404, other.statusCode());
        }
    }

    @Test
    void theChildrenOfAnIndexAreFetchedOnDemand() throws IOException {
        Digest child = upstream.image("team/app", "", bytes(10));
        String index =
                """
                {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","digest":"%s",\
                "size":1},{"mediaType":"%s","digest":"%s","size":1}]}\
                """
                        .formatted(
                                MediaTypes.OCI_INDEX,
                                MediaTypes.OCI_MANIFEST,
                                child,
                                MediaTypes.OCI_MANIFEST,
                                Digest.sha256(bytes(7)));
        upstream.manifest(
                "team/app", "1", MediaTypes.OCI_INDEX, index.getBytes(StandardCharsets.UTF_8));
        try (TestRegistry cache = cache()) {
            assertEquals(200, cache.get("/v2/hub/team/app/manifests/1").statusCode());
            assertEquals(1, upstream.seen().size(), upstream.seen().toString());
            assertEquals(200, cache.get("/v2/hub/team/app/manifests/" + child).statusCode());
            assertEquals(
                    404,
                    cache.get("/v2/hub/team/app/manifests/" + Digest.sha256(bytes(7)))
                            .statusCode());
        }
    }

    @Test
    void aCheckDoesNotMissWhatNobodyAskedFor() throws IOException, InterruptedException {
        upstream.image("team/app", "1", bytes(100_000));
        try (TestRegistry cache = cache()) {
            assertEquals(200, cache.get("/v2/hub/team/app/manifests/1").statusCode());
        }
        RegistryCheck.Report report =
                RegistryCheck.check(config, true, RegistryCheck.Progress.NONE);
        assertTrue(report.isClean(), report.problems().toString());
        assertEquals(1, report.manifests());
    }

    @Test
    void cachesMayBeChained() throws IOException {
        byte[] layer = bytes(100_000);
        Digest manifest = upstream.image("team/app", "1", layer);
        try (TestRegistry first = cache();
                TestRegistry second =
                        TestProxies.of(
                                directory.resolve("second"),
                                TestProxies.upstream(
                                        "far",
                                        first.uri("/hub"),
                                        Duration.ofHours(1),
                                        "far.example.org"))) {
            String blob = "/v2/far/team/app/blobs/" + Digest.sha256(layer);
            assertEquals(200, second.head("/v2/far/team/app/manifests/1").statusCode());
            assertEquals("100000", TestRegistry.header(second.head(blob), "Content-Length"));
            assertArrayEquals(layer, second.get(blob).body());
            assertEquals(
                    manifest, Digest.sha256(second.get("/v2/far/team/app/manifests/1").body()));
        }
    }
}
