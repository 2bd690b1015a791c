package dev.cooper.registry.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.TestManifests;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

@Timeout(180)
class TracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + CALLER + "-01";
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir Path directory;

    private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
    private final StringBuffer messages = new StringBuffer();

    private RegistryConfig config(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("REGISTRY_HTTP_ADDR", "127.0.0.1:0");
        return RegistryConfig.parse(Optional.empty(), all, directory.resolve("data"));
    }

    private TestRegistry start(Map<String, String> environment) throws IOException {
        return new TestRegistry(config(environment), new LogOutput(requests, messages::append));
    }

    private static Map<String, String> with(Map<String, String> environment, String... more) {
        Map<String, String> all = new HashMap<>(environment);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static byte[] manifest() {
        return TestManifests.image(Digest.sha256(CONFIG), CONFIG.length);
    }

    @Test
    void aRequestIsASpanBelowItsCallersWithWhatItIsAbout() throws IOException {
        try (CollectorDouble collector = new CollectorDouble()) {
            try (TestRegistry registry = start(collector.environment())) {
                registry.pushBlob("a/b", CONFIG);
                registry.putManifest("a/b", "1", MediaTypes.OCI_MANIFEST, manifest());
                registry.get(
                        "/v2/a/b/manifests/1?secret=x",
                        "traceparent",
                        SAMPLED,
                        "User-Agent",
                        "a client");
            }
            var span = collector.span("GET /v2/{name}/manifests/{reference}");
            assertEquals(SpanKind.SPAN_KIND_SERVER, span.kind());
            assertEquals(TRACE, span.trace());
            assertEquals(CALLER, span.parent());
            assertFalse(span.failed());
            Map<String, String> facts = new HashMap<>(span.attributes());
            assertEquals(36, facts.remove("cooper.request.id").length());
            facts.remove("server.port");
            assertEquals(
                    Map.ofEntries(
                            Map.entry("http.request.method", "GET"),
                            Map.entry("http.route", "/v2/{name}/manifests/{reference}"),
                            Map.entry("http.response.status_code", "200"),
                            Map.entry("http.response.body.size", "" + manifest().length),
                            Map.entry("url.scheme", "http"),
                            Map.entry("url.path", "/v2/a/b/manifests/1"),
                            Map.entry("url.query", "secret=…"),
                            Map.entry("server.address", "127.0.0.1"),
                            Map.entry("client.address", "127.0.0.1"),
                            Map.entry("user_agent.original", "a client"),
                            Map.entry("cooper.repository", "a/b"),
                            Map.entry("cooper.reference", "1"),
                            Map.entry("cooper.digest", Digest.sha256(manifest()).toString())),
                    facts);
            assertEquals("cooper", collector.resource().get("service.name"));
            assertEquals("test", collector.resource().get("deployment.environment.name"));
            assertEquals("of the collector", collector.headers().get("X-key"));
        }
    }

    @Test
    void whatStorageAndDatabaseDoArePartsOfTheRequest() throws IOException {
        try (CollectorDouble collector = new CollectorDouble()) {
            Digest blob;
            try (TestRegistry registry = start(collector.environment())) {
                blob = registry.pushBlob("a", new byte[200_000]);
                registry.get("/v2/a/blobs/" + blob, "traceparent", SAMPLED);
            }
            var request = collector.span("GET /v2/{name}/blobs/{digest}");
            var stored = collector.span("storage Reader");
            assertEquals(TRACE, stored.trace());
            assertEquals(request.id(), stored.parent());
            assertEquals(
                    Map.of("io.cncf.distribution.storage.driver.name", "filesystem"),
                    stored.attributes());
            var read =
                    collector.spans().stream()
                            .filter(each -> each.name().equals("database read"))
                            .filter(each -> each.parent().equals(request.id()))
                            .toList();
            assertFalse(read.isEmpty());
            assertEquals("sqlite", read.getFirst().attributes().get("db.system.name"));
            assertEquals(blob.toString(), request.attributes().get("cooper.digest"));
        }
    }

    @Test
    void aCallerWhoIsNotSampledIsNotSentButItsTraceIsInTheLog() throws IOException {
        try (CollectorDouble collector = new CollectorDouble()) {
            try (TestRegistry registry = start(collector.environment())) {
                registry.get("/v2/", "traceparent", "00-" + TRACE + "-" + CALLER + "-00");
            }
            assertEquals(List.of(), collector.spans());
            String line = requests.toString(StandardCharsets.UTF_8);
            assertTrue(line.contains(" trace_id=" + TRACE + " span_id="), line);
        }
    }

    @Test
    void withoutATraceOfTheCallerEachRequestBeginsItsOwn() throws IOException {
        try (CollectorDouble collector = new CollectorDouble()) {
            try (TestRegistry registry = start(collector.environment())) {
                registry.get("/v2/");
                registry.get("/v2/_catalog", "traceparent", "nonsense");
            }
            var first = collector.span("GET /v2/");
            var second = collector.span("GET /v2/_catalog");
            assertEquals("", first.parent());
            assertEquals("", second.parent());
            assertNotEquals(first.trace(), second.trace());
        }
    }

    @Test
    void aCacheAndTheRegistryBehindItAreInOneTrace() throws IOException {
        byte[] layer = new byte[200_000];
        try (CollectorDouble collector = new CollectorDouble()) {
            Digest blob = Digest.sha256(layer);
            try (TestRegistry origin = start(collector.environment())) {
                origin.pushBlob("a", layer);
                RegistryConfig cached =
                        RegistryConfig.parse(
                                Optional.empty(),
                                with(
                                        collector.environment(),
                                        "REGISTRY_HTTP_ADDR",
                                        "127.0.0.1:0",
                                        "REGISTRY_PROXY_REMOTEURL",
                                        origin.uri("/").toString(),
                                        "OTEL_SERVICE_NAME",
                                        "cache"),
                                directory.resolve("cache"));
                try (TestRegistry cache = new TestRegistry(cached)) {
                    var got = cache.get("/v2/a/blobs/" + blob, "traceparent", SAMPLED);
                    assertEquals(layer.length, got.body().length);
                }
            }
            var asked = collector.spans(TRACE, "GET");
            assertEquals(1, asked.size(), asked::toString);
            assertEquals(SpanKind.SPAN_KIND_CLIENT, asked.getFirst().kind());
            assertEquals("200", asked.getFirst().attributes().get("http.response.status_code"));
            var served = collector.spans(TRACE, "GET /v2/{name}/blobs/{digest}");
            assertEquals(2, served.size(), served::toString);
            assertEquals(
                    Set.of(CALLER, asked.getFirst().id()),
                    Set.of(served.getFirst().parent(), served.getLast().parent()));
        }
    }

    @Test
    void whoIsToldOfAChangeIsToldWhoseTraceItIs() throws IOException {
        Path file = directory.resolve("config.yml");
        try (CollectorDouble collector = new CollectorDouble();
                Receiver receiver = new Receiver()) {
            Files.writeString(
                    file,
                    """
                    http: {addr: '127.0.0.1:0'}
                    notifications: {endpoints: [{name: one, url: '%s', timeout: 10s}]}
                    """
                            .formatted(receiver.url()));
            RegistryConfig config =
                    RegistryConfig.parse(
                            Optional.of(file), collector.environment(), directory.resolve("data"));
            String told;
            try (TestRegistry registry = new TestRegistry(config)) {
                Digest digest = Digest.sha256(CONFIG);
                registry.send(
                        "POST",
                        "/v2/a/blobs/uploads/?digest=" + digest,
                        CONFIG,
                        "traceparent",
                        SAMPLED);
                told = String.join("", receiver.next().headers().get("Traceparent"));
            }
            var request = collector.span("POST /v2/{name}/blobs/uploads/");
            var sent = collector.span("POST");
            assertEquals("00-" + TRACE + "-" + sent.id() + "-01", told);
            assertEquals(request.id(), sent.parent());
            assertEquals(receiver.url(), sent.attributes().get("url.full"));
        }
    }

    @Test
    void aDeadCollectorStopsNobody() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        String there = "http://127.0.0.1:" + nobody;
        try (TestRegistry registry =
                start(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                there,
                                "OTEL_BSP_SCHEDULE_DELAY",
                                "1",
                                "OTEL_BSP_MAX_QUEUE_SIZE",
                                "16",
                                "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
                                "16"))) {
            for (int i = 0; i < 100; i++) {
                assertEquals(200, registry.get("/v2/").statusCode());
            }
        }
    }

    @Test
    void theLogCanTakeThem() throws IOException {
        try (TestRegistry registry = start(Map.of("OTEL_TRACES_EXPORTER", "console"))) {
            registry.get("/v2/", "traceparent", SAMPLED);
        }
        String told = messages.toString();
        assertTrue(told.contains("level=info msg=\"'GET /v2/' : " + TRACE), told);
    }

    @Test
    void nothingIsFollowedUnlessAskedFor() throws IOException {
        Map<String, String> endpoint = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://h:4318");
        assertFalse(isFollowed(Map.of("OTEL_SERVICE_NAME", "x")));
        assertFalse(isFollowed(with(endpoint, "OTEL_SDK_DISABLED", "true")));
        assertFalse(isFollowed(with(endpoint, "OTEL_TRACES_EXPORTER", "none")));
        assertTrue(isFollowed(endpoint));
        assertTrue(isFollowed(Map.of("OTEL_TRACES_EXPORTER", "otlp")));
    }

    private boolean isFollowed(Map<String, String> environment) throws IOException {
        return config(environment).operations().traces().isPresent();
    }

    @Test
    void whatIsNotHereIsRefusedWithWhatToSet() {
        assertEquals(
                "the environment: OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not supported; set it to"
                    + " http/protobuf, and the end point to the collector's port for that, often"
                    + " 4318",
                refusal("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"));
        assertEquals(
                "the environment: OTEL_TRACES_EXPORTER=zipkin is not supported; set it to otlp or"
                        + " console",
                refusal("OTEL_TRACES_EXPORTER", "zipkin"));
        assertEquals(
                "the OTEL_ variables: Unrecognized value for otel.traces.sampler: some",
                refusal("OTEL_TRACES_SAMPLER", "some"));
    }

    private String refusal(String variable, String value) {
        Map<String, String> environment =
                with(Map.of("OTEL_TRACES_EXPORTER", "otlp"), variable, value);
        return assertThrows(SyntaxException.class, () -> start(environment).close()).getMessage();
    }
}
