package dev.cooper.registry.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.UpstreamConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests that name the registry they mean in {@code ns}, as containerd sends them to mirrors. */
class ProxyNamespaceTest {
    private static final byte[] LAYER = ProxyTest.bytes(50_000);
    private static final String NS = "?ns=hub.example.org";

    @TempDir Path directory;

    private final UpstreamDouble upstream = new UpstreamDouble();

    @AfterEach
    void stop() {
        upstream.close();
    }

    private TestRegistry cache() throws IOException {
        return TestProxies.under("hub", upstream, directory, Duration.ofHours(1));
    }

    @Test
    void theRegistryThatIsNamedIsCached() throws IOException {
        Digest manifest = upstream.image("team/app", "1", LAYER);
        try (TestRegistry cache = cache()) {
            HttpResponse<byte[]> head = cache.head("/v2/team/app/manifests/1" + NS);
            assertEquals(200, head.statusCode());
            assertEquals(manifest.toString(), TestRegistry.header(head, "Docker-Content-Digest"));
            assertEquals("hub.example.org", TestRegistry.header(head, "OCI-Namespace"));
            HttpResponse<byte[]> blob =
                    cache.get("/v2/team/app/blobs/" + Digest.sha256(LAYER) + NS);
            assertArrayEquals(LAYER, blob.body());
            assertEquals("hub.example.org", TestRegistry.header(blob, "OCI-Namespace"));
        }
    }

    @Test
    void pathAndNamespaceShareWhatIsCached() throws IOException {
        upstream.image("team/app", "1", LAYER);
        try (TestRegistry cache = cache()) {
            cache.get("/v2/team/app/manifests/1" + NS);
            cache.get("/v2/team/app/blobs/" + Digest.sha256(LAYER) + NS);
            int before = upstream.seen().size();
            assertEquals(200, cache.get("/v2/hub/team/app/manifests/1").statusCode());
            HttpResponse<byte[]> blob = cache.get("/v2/hub/team/app/blobs/" + Digest.sha256(LAYER));
            assertArrayEquals(LAYER, blob.body());
            assertEquals(before, upstream.seen().size(), upstream.seen().toString());
        }
    }

    @Test
    void aRegistryThatIsNotAllowedIsNotFound() throws IOException {
        try (TestRegistry cache = cache()) {
            HttpResponse<byte[]> answer = cache.get("/v2/team/app/manifests/1?ns=else.example.org");
            assertEquals(404, answer.statusCode());
            String text = new String(answer.body(), StandardCharsets.UTF_8);
            assertTrue(text.contains("no cache of else.example.org"), text);
        }
    }

    @Test
    void aRegistryThatIsNobodysCacheDoesNotMindNamespaces() throws IOException {
        try (TestRegistry plain = new TestRegistry(directory)) {
            Digest blob = plain.pushBlob("team/app", LAYER);
            assertEquals(200, plain.get("/v2/team/app/blobs/" + blob + NS).statusCode());
        }
    }

    @Test
    void allOfARegistryMayBeOneCache() throws IOException {
        upstream.image("team/app", "1", LAYER);
        UpstreamConfig whole =
                TestProxies.upstream("", upstream.uri(), Duration.ofHours(1), "hub.example.org");
        try (TestRegistry cache = TestProxies.of(directory, whole)) {
            assertEquals(200, cache.get("/v2/team/app/manifests/1").statusCode());
            assertEquals(200, cache.get("/v2/team/app/manifests/1" + NS).statusCode());
            assertEquals(1, upstream.seen().size(), upstream.seen().toString());
            assertEquals(
                    405,
                    cache.send("POST", "/v2/team/app/blobs/uploads/", new byte[0]).statusCode());
            assertEquals(
                    405, cache.send("PUT", "/v2/a/manifests/1" + NS, new byte[2]).statusCode());
            String catalog = new String(cache.get("/v2/_catalog").body(), StandardCharsets.UTF_8);
            assertEquals("{\"repositories\":[\"team/app\"]}", catalog);
        }
    }

    @Test
    void listsArePassedThroughAndKeptForWhenTheRegistryIsAway() throws IOException {
        upstream.list(
                "/v2/team/app/tags/list", "application/json", "{\"name\":\"x\",\"tags\":[\"1\"]}");
        Digest subject = Digest.sha256(LAYER);
        String referrers =
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
                        + "\"manifests\":[]}";
        upstream.list(
                "/v2/team/app/referrers/" + subject,
                "application/vnd.oci.image.index.v1+json",
                referrers);
        try (TestRegistry cache = cache()) {
            for (String path :
                    List.of("/v2/hub/team/app/tags/list", "/v2/team/app/tags/list" + NS)) {
                String name = path.contains("?") ? "team/app" : "hub/team/app";
                assertEquals(
                        "{\"name\":\"" + name + "\",\"tags\":[\"1\"]}",
                        new String(cache.get(path).body(), StandardCharsets.UTF_8));
            }
            String list = "/v2/hub/team/app/referrers/" + subject;
            assertEquals(referrers, new String(cache.get(list).body(), StandardCharsets.UTF_8));
            upstream.refuse(502, "X-Any", "thing");
            HttpResponse<byte[]> tags = cache.get("/v2/hub/team/app/tags/list");
            assertTrue(new String(tags.body(), StandardCharsets.UTF_8).contains("[\"1\"]"));
            assertFalse(TestRegistry.header(tags, "Warning").isEmpty());
            assertEquals(referrers, new String(cache.get(list).body(), StandardCharsets.UTF_8));
            assertEquals(503, cache.get("/v2/hub/team/other/tags/list").statusCode());
        }
    }

    @Test
    void thePagesOfAListAreLinkedHere() throws IOException {
        upstream.behave(exchange -> {
            exchange.getResponseHeaders()
                    .set("Link", "</v2/team/app/tags/list?last=b&n=2>; rel=\"next\"");
            UpstreamDouble.reply(
                    exchange, 200, "{\"tags\":[\"a\",\"b\"]}".getBytes(StandardCharsets.UTF_8));
            return true;
        });
        try (TestRegistry cache = cache()) {
            HttpResponse<byte[]> page = cache.get("/v2/team/app/tags/list?n=2&ns=hub.example.org");
            assertEquals(
                    "</v2/team/app/tags/list?last=b&n=2&ns=hub.example.org>; rel=\"next\"",
                    TestRegistry.header(page, "Link"));
            assertEquals(List.of("GET /v2/team/app/tags/list?n=2"), upstream.seen());
        }
    }

    @Test
    void aConfigurationFileIsEnoughAndWhatItDoesIsCounted() throws IOException {
        upstream.image("team/app", "1", LAYER);
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                """
                http: {addr: '127.0.0.1:0', debug: {addr: '127.0.0.1:0', prometheus: {enabled: true}}}
                cooper:
                  upstreams: [{prefix: hub, url: '%s', ns: [hub.example.org]}]
                """
                        .formatted(upstream.uri()));
        RegistryConfig config =
                RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"));
        try (TestRegistry cache = new TestRegistry(config)) {
            assertEquals(200, cache.get("/v2/team/app/manifests/1" + NS).statusCode());
            assertEquals(200, cache.get("/v2/hub/team/app/manifests/1").statusCode());
            String metrics = new String(cache.debug("/metrics").body(), StandardCharsets.UTF_8);
            for (String line :
                    List.of(
                            "registry_proxy_requests_total{type=\"manifest\"} 2.0",
                            "registry_proxy_hits_total{type=\"manifest\"} 1.0",
                            "registry_proxy_misses_total{type=\"manifest\"} 1.0")) {
                assertTrue(metrics.contains(line), metrics);
            }
        }
    }
}
