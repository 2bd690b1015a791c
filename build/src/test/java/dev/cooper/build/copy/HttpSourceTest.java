package dev.cooper.build.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class HttpSourceTest {
    private static final byte[] BODY = "content\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path directory;
    private HttpServer server;
    private HttpSource source;
    private final List<String> requests = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        source = new HttpSource(directory.resolve("http"), Map.of(), 1 << 20);
    }

    @AfterEach
    void stop() {
        source.close();
        server.stop(0);
    }

    @Test
    void fetchedFileHasNameTimeAndModeOfItsOwn() throws Exception {
        serve(
                "/d/file.txt",
                exchange -> {
                    exchange.getResponseHeaders()
                            .add("Last-Modified", "Thu, 01 Jan 1970 00:16:40 GMT");
                    answer(exchange, 200, BODY);
                });
        HttpSource.Download file = source.fetch(url("/d/file.txt?x=1"), Optional.empty());
        assertEquals("file.txt", file.name());
        assertEquals(Digest.sha256(BODY), file.digest());
        try (Trees trees = new Trees(directory)) {
            trees.copy(Selection.download(file), "/x/", CopyOptions.PLAIN);
            assertEquals("600 8 1000", trees.stat("%a %s %Y", "x/file.txt"));
            trees.copy(Selection.download(file), "/y", CopyOptions.PLAIN.withChmod("755"));
            assertEquals("755", trees.stat("%a", "y"));
        }
    }

    @Test
    void urlWithoutANameNeedsADestinationWithOne() throws Exception {
        serve("/", exchange -> answer(exchange, 200, BODY));
        HttpSource.Download file = source.fetch(url("/"), Optional.empty());
        try (Trees trees = new Trees(directory)) {
            CopyException e =
                    assertThrows(
                            CopyException.class,
                            () -> trees.copy(Selection.download(file), "/x/", CopyOptions.PLAIN));
            assertTrue(String.valueOf(e.getMessage()).startsWith("cannot tell a file name from"));
            trees.copy(Selection.download(file), "/x", CopyOptions.PLAIN);
        }
    }

    @Test
    void unchangedFileIsNotSentAgain() throws Exception {
        serve(
                "/f",
                exchange -> {
                    boolean known =
                            "\"e1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
                    exchange.getResponseHeaders().add("ETag", "\"e1\"");
                    answer(exchange, known ? 304 : 200, known ? new byte[0] : BODY);
                });
        source.fetch(url("/f"), Optional.empty());
        assertEquals(Digest.sha256(BODY), source.fetch(url("/f"), Optional.empty()).digest());
        assertEquals(List.of("200", "304"), requests);
    }

    @Test
    void damagedCopyIsFetchedAgain() throws Exception {
        serve("/f", exchange -> answer(exchange, 200, BODY));
        HttpSource.Download file = source.fetch(url("/f"), Optional.empty());
        Files.writeString(Path.of(file.directory(), file.fileName()), "damaged!");
        Optional<Digest> want = Optional.of(Digest.sha256(BODY));
        assertEquals(want.get(), source.fetch(url("/f"), want).digest());
        assertEquals(List.of("200", "200"), requests);
    }

    @Test
    void knownChecksumNeedsNoServer() throws Exception {
        serve("/f", exchange -> answer(exchange, 200, BODY));
        Optional<Digest> checksum = Optional.of(Digest.sha256(BODY));
        source.fetch(url("/f"), checksum);
        source.fetch(url("/f"), checksum);
        assertEquals(List.of("200"), requests);
        Optional<Digest> other = Optional.of(Digest.sha256(new byte[0]));
        assertEquals(
                "ADD "
                        + url("/f")
                        + ": checksum mismatch: want "
                        + other.get()
                        + ", got "
                        + checksum.get(),
                refusal(url("/f"), other));
    }

    @Test
    void tokenGoesToItsHostOnly() throws Exception {
        String host = "127.0.0.1";
        serve(
                "/f",
                exchange -> {
                    requests.add(
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                    answer(exchange, 200, BODY);
                });
        Map<String, String> own = Map.of("HTTP_AUTH_TOKEN_" + host, "t0ken\n");
        Map<String, String> other = Map.of("HTTP_AUTH_TOKEN_example.org", "t0ken");
        Map<String, String> header = Map.of("HTTP_AUTH_HEADER_" + host, "Basic eDp5");
        for (Map<String, String> secrets : List.of(own, other, header)) {
            try (HttpSource http = new HttpSource(directory.resolve("h"), secrets, 1 << 20)) {
                http.fetch(url("/f"), Optional.empty());
            }
        }
        requests.removeIf("200"::equals);
        assertEquals(List.of("Bearer t0ken", "null", "Basic eDp5"), requests);
    }

    @Test
    void redirectsAreFollowedToAnEnd() throws Exception {
        serve("/a", exchange -> redirect(exchange, "/b"));
        serve("/b", exchange -> answer(exchange, 200, BODY));
        serve("/loop", exchange -> redirect(exchange, "/loop"));
        serve("/file", exchange -> redirect(exchange, "file:///etc/passwd"));
        assertEquals("a", source.fetch(url("/a"), Optional.empty()).name());
        assertEquals(
                "fetching " + url("/loop") + ": more than 10 redirects",
                refusal(url("/loop"), Optional.empty()));
        assertEquals(
                "fetching " + url("/file") + ": the server redirects to file:///etc/passwd",
                refusal(url("/file"), Optional.empty()));
    }

    @Test
    void failuresSayWhatTheServerDid() throws Exception {
        serve("/none", exchange -> answer(exchange, 404, new byte[0]));
        serve("/big", exchange -> answer(exchange, 200, new byte[(1 << 20) + 1]));
        serve(
                "/cut",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write(BODY);
                    exchange.getResponseBody().flush();
                    exchange.close();
                });
        assertEquals(
                "fetching " + url("/none") + ": the server answered 404",
                refusal(url("/none"), Optional.empty()));
        assertEquals(
                "fetching " + url("/big") + ": more than the 1048576 bytes allowed",
                refusal(url("/big"), Optional.empty()));
        assertTrue(
                refusal(url("/cut"), Optional.empty()).contains(": cut off after "),
                refusal(url("/cut"), Optional.empty()));
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        String nobody = "http://127.0.0.1:" + closed + "/x";
        assertTrue(refusal(nobody, Optional.empty()).startsWith("fetching " + nobody + ": "));
    }

    @Test
    void passwordsOfUrlsAreNotShown() {
        assertEquals(
                "https://example.org/x", HttpSource.redacted("https://me:secret@example.org/x"));
        assertEquals("https://example.org/x@y", HttpSource.redacted("https://example.org/x@y"));
    }

    @Test
    void gitSourcesEndWithAClearError() {
        assertTrue(HttpSource.isGit("https://example.org/a/b.git#main:sub"));
        assertTrue(HttpSource.isGit("git@example.org:a/b.git"));
        assertFalse(HttpSource.isGit("https://example.org/a.git/b.tar"));
        assertTrue(
                refusal("https://example.org/a/b.git", Optional.empty())
                        .contains("git repositories are not supported yet"));
    }

    @Test
    void proxiesOfTheEnvironmentAreUsed() {
        EnvironmentProxy proxy =
                new EnvironmentProxy(
                        Map.of(
                                "http_proxy", "http://proxy:3128",
                                "HTTPS_PROXY", "proxy2:8080",
                                "no_proxy", "internal, .example.org"));
        assertEquals("[HTTP @ proxy/<unresolved>:3128]", select(proxy, "http://a.b/"));
        assertEquals("[HTTP @ proxy2/<unresolved>:8080]", select(proxy, "https://a.b/"));
        assertEquals("[DIRECT]", select(proxy, "http://x.example.org/"));
        assertEquals("[DIRECT]", select(proxy, "http://internal/"));
        assertEquals("[DIRECT]", select(proxy, "http://localhost:5000/"));
    }

    private static String select(EnvironmentProxy proxy, String url) {
        return proxy.select(java.net.URI.create(url)).toString();
    }

    private String refusal(String url, Optional<Digest> checksum) {
        return String.valueOf(
                assertThrows(CopyException.class, () -> source.fetch(url, checksum)).getMessage());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    private void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        answer(exchange, 302, new byte[0]);
    }

    private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        requests.add(Integer.toString(status));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
