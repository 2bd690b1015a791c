package dev.cooper.registry.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Json;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

class RequestLogTest {
    @TempDir Path directory;

    private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
    private final StringBuilder messages = new StringBuilder();

    /** Runs a registry, sends it requests and returns what it wrote about them. */
    private List<String> lines(String yaml, Consumer<TestRegistry> use) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(file, "http: {addr: '127.0.0.1:0'}\n" + yaml);
        RegistryConfig config = RegistryConfig.parse(Optional.of(file), Map.of(), directory);
        assertEquals(List.of(), config.warnings());
        try (TestRegistry registry =
                new TestRegistry(config, new LogOutput(requests, messages::append))) {
            use.accept(registry);
        }
        return requests.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static Map<?, ?> fields(String line) {
        return (Map<?, ?>) java.util.Objects.requireNonNull(Json.parse(line));
    }

    @Test
    void everyRequestHasALineWithItsIdAndWhatBecameOfIt() throws IOException {
        List<String> lines =
                lines(
                        "log: {fields: {service: shop}}",
                        registry -> {
                            HttpResponse<byte[]> got =
                                    registry.get(
                                            "/v2/a/b/tags/list?last=x",
                                            "X-Request-Id",
                                            "from-the-proxy",
                                            "User-Agent",
                                            "a \"client\"");
                            assertEquals(
                                    "from-the-proxy", TestRegistry.header(got, "X-Request-Id"));
                        });
        assertEquals(1, lines.size());
        String line = lines.getFirst();
        assertTrue(line.contains(" level=info msg=\"response completed\" service=shop "), line);
        assertTrue(line.contains(" http.request.id=from-the-proxy "), line);
        assertTrue(line.contains(" http.request.method=GET "), line);
        assertTrue(line.contains(" http.request.uri=\"/v2/a/b/tags/list?last=x\" "), line);
        assertTrue(line.contains(" http.request.useragent=\"a \\\"client\\\"\" "), line);
        assertTrue(line.contains(" http.response.status=404 "), line);
        assertTrue(line.endsWith(" vars.name=a/b"), line);
    }

    @Test
    void jsonAndLogstashAreOneObjectALine() throws IOException {
        String json = lines("log: {formatter: json}", registry -> registry.get("/v2/")).getFirst();
        Map<?, ?> fields = fields(json);
        assertEquals("response completed", fields.get("msg"));
        assertEquals(200L, fields.get("http.response.status"));
        assertEquals(2L, fields.get("http.response.written"));
        requests.reset();
        String logstash =
                lines("log: {formatter: logstash}", registry -> registry.get("/v2/")).getFirst();
        fields = fields(logstash);
        assertEquals("1", fields.get("@version"));
        assertEquals("/v2/", fields.get("http.request.uri"));
    }

    @Test
    void whatALostConnectionLeftOverWasNotWritten() throws IOException {
        byte[] blob = new byte[32 << 20];
        new Random(1).nextBytes(blob);
        List<String> lines =
                lines(
                        "log: {formatter: json}",
                        registry -> hangUp(registry, registry.pushBlob("a", blob).toString()));
        Map<?, ?> fields = fields(lines.getLast());
        assertEquals("GET", fields.get("http.request.method"));
        assertTrue((Long) fields.get("http.response.written") < blob.length, lines.getLast());
    }

    /** Takes the first bytes of a blob, closes the connection and waits until that was noticed. */
    private void hangUp(TestRegistry registry, String digest) {
        String get = "GET /v2/a/blobs/" + digest + " HTTP/1.1\r\nHost: x\r\n\r\n";
        int port = registry.uri("/").getPort();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(get.getBytes(StandardCharsets.US_ASCII));
            assertEquals('H', socket.getInputStream().read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (!requests.toString(StandardCharsets.UTF_8).contains("\"GET\"")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void secretsAreNotWritten() throws IOException {
        List<String> lines =
                lines(
                        "log: {formatter: json}",
                        registry ->
                                registry.get(
                                        "/v2/a/blobs/uploads/1?_state=hidden&digest=sha256:1&token",
                                        "Authorization",
                                        "Basic aGlkZGVu"));
        assertFalse(lines.getFirst().contains("hidden"), lines.getFirst());
        assertFalse(lines.getFirst().contains("aGlkZGVu"), lines.getFirst());
        assertTrue(lines.getFirst().contains("?_state=…&digest=sha256:1&…"), lines.getFirst());
    }

    @Test
    void anIdThatCouldForgeALineIsReplaced() throws IOException {
        lines(
                "log: {accesslog: {disabled: true}}",
                registry -> {
                    String id =
                            TestRegistry.header(
                                    registry.get("/v2/", "X-Request-Id", "a b"), "X-Request-Id");
                    assertEquals(36, id.length());
                });
        assertEquals("", requests.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aRequestThatCannotBeReadHasALineToo() throws IOException {
        List<String> lines = lines("", registry -> registry.get("/nowhere"));
        assertTrue(lines.getFirst().contains(" http.response.status=404 "), lines.getFirst());
    }
}
