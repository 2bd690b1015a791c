package dev.cooper.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;

import dev.cooper.archive.DigestMismatchException;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.store.Place;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Registries that are slow, broken, lying or hostile. */
class FaultsTest {
    private static final byte[] CONTENT = Samples.noise(7, 300_000);
    private static final Descriptor BLOB = Descriptor.of("application/octet-stream", CONTENT);

    @TempDir Path home;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private RegistryDouble registry(RegistryDouble.Behaviour behaviour) {
        RegistryDouble registry =
                new RegistryDouble(exchange -> {
                    if (exchange.getRequestURI().toString().equals("/v2/")) {
                        RegistryDouble.reply(exchange, 200, "{}");
                    } else {
                        behaviour.answer(exchange);
                    }
                });
        open.add(registry);
        return registry;
    }

    @Test
    void everyRequestSaysWhichProgramAsks() throws IOException {
        RegistryDouble registry =
                registry(exchange -> {
                    boolean named =
                            "cooper".equals(exchange.getRequestHeaders().getFirst("User-Agent"));
                    RegistryDouble.reply(exchange, named ? 200 : 403, CONTENT);
                });
        assertArrayEquals(CONTENT, place(registry).read(BLOB));
    }

    private Registries registries() {
        return registries(Configuration.NONE);
    }

    private Registries registries(Configuration configuration) {
        Map<String, String> environment = Map.of("HOME", home.toString());
        Registries registries =
                new Registries(
                        configuration,
                        Credentials.ofEnvironment(environment),
                        environment,
                        new Retry(4, Duration.ofMillis(1), Duration.ofSeconds(2)));
        open.add(registries);
        return registries;
    }

    private RegistryPlace place(RegistryDouble registry) throws IOException {
        return registries().repository(Reference.parse(registry.host() + "/a/b"));
    }

    @Test
    void aBrokenDownloadGoesOnWhereItBroke() throws IOException {
        List<String> ranges = new ArrayList<>();
        RegistryDouble registry =
                registry(exchange -> {
                    String range = exchange.getRequestHeaders().getFirst("Range");
                    ranges.add(String.valueOf(range));
                    if (range == null) {
                        exchange.sendResponseHeaders(200, CONTENT.length);
                        exchange.getResponseBody().write(CONTENT, 0, 100_000);
                        exchange.getResponseBody().flush();
                        throw new IOException("cut");
                    }
                    int from = Integer.parseInt(range.substring(6, range.length() - 1));
                    exchange.sendResponseHeaders(206, CONTENT.length - from);
                    exchange.getResponseBody().write(CONTENT, from, CONTENT.length - from);
                });
        assertArrayEquals(CONTENT, place(registry).read(BLOB));
        assertEquals(2, ranges.size());
        assertEquals("null", ranges.getFirst());
        assertTrue(ranges.get(1).startsWith("bytes="), ranges.get(1));
    }

    @Test
    void aRegistryWithoutRangesIsReadFromTheStartAgain() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        RegistryDouble registry =
                registry(exchange -> {
                    exchange.sendResponseHeaders(200, CONTENT.length);
                    if (requests.getAndIncrement() == 0) {
                        exchange.getResponseBody().write(CONTENT, 0, 100_000);
                        exchange.getResponseBody().flush();
                        throw new IOException("cut");
                    }
                    exchange.getResponseBody().write(CONTENT);
                });
        assertArrayEquals(CONTENT, place(registry).read(BLOB));
    }

    @Test
    void wrongContentIsRefusedAndShortContentToo() throws IOException {
        byte[] wrong = CONTENT.clone();
        wrong[1000]++;
        RegistryPlace lying =
                place(registry(exchange -> RegistryDouble.reply(exchange, 200, wrong)));
        assertThrows(DigestMismatchException.class, () -> lying.read(BLOB));
        RegistryPlace endless =
                place(
                        registry(exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            while (true) {
                                exchange.getResponseBody().write(CONTENT);
                            }
                        }));
        assertThrows(IOException.class, () -> endless.read(BLOB));
        RegistryPlace brief =
                place(registry(exchange -> RegistryDouble.reply(exchange, 200, new byte[10])));
        assertThrows(IOException.class, () -> brief.read(BLOB));
    }

    @Test
    void tooManyRequestsAreAskedAgainAfterTheTimeThatTheRegistrySays() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        RegistryDouble registry =
                registry(exchange -> {
                    if (requests.getAndIncrement() < 2) {
                        exchange.getResponseHeaders().set("Retry-After", "0");
                        RegistryDouble.reply(exchange, 429, "");
                    } else {
                        RegistryDouble.reply(exchange, 200, CONTENT);
                    }
                });
        assertArrayEquals(CONTENT, place(registry).read(BLOB));
        assertEquals(3, requests.get());
    }

    @Test
    void aRegistryThatWantsAnHourOfPatienceIsGivenUp() throws IOException {
        RegistryDouble registry =
                registry(exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "3600");
                    RegistryDouble.reply(
                            exchange,
                            429,
                            "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"slow\"}]}");
                });
        RegistryPlace place = place(registry);
        RegistryException e = assertThrows(RegistryException.class, () -> place.read(BLOB));
        assertEquals(429, e.status());
        assertEquals("TOOMANYREQUESTS", e.code());
        assertTrue(e.getMessage().contains("wait a while"), e.getMessage());
        assertEquals(1, registry.count("/blobs/"));
    }

    @Test
    void aRedirectToAnotherHostGetsNoCredentials() throws IOException {
        login("user", "secret", "here");
        RegistryDouble other = registry(exchange -> RegistryDouble.reply(exchange, 200, CONTENT));
        RegistryDouble registry =
                new RegistryDouble(exchange -> {
                    if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
                        exchange.getResponseHeaders()
                                .set("WWW-Authenticate", "Basic realm=\"here\"");
                        RegistryDouble.reply(exchange, 401, "");
                        return;
                    }
                    exchange.getResponseHeaders()
                            .set("Location", "http://" + other.host() + "/there");
                    RegistryDouble.reply(exchange, 307, "");
                });
        open.add(registry);
        Credentials.ofEnvironment(Map.of("HOME", home.toString()))
                .store(registry.host(), Login.of("user", "secret"));
        assertArrayEquals(CONTENT, place(registry).read(BLOB));
        assertEquals(List.of("GET /there"), other.seen());
    }

    @Test
    void whoIsRedirectedToCannotAskForThePassword() throws IOException {
        RegistryDouble thief =
                registry(exchange -> {
                    exchange.getResponseHeaders()
                            .set(
                                    "WWW-Authenticate",
                                    "Bearer realm=\"http://"
                                            + exchange.getRequestHeaders().getFirst("Host")
                                            + "/token\"");
                    RegistryDouble.reply(exchange, 401, "");
                });
        RegistryDouble registry =
                registry(exchange -> {
                    boolean base = exchange.getRequestURI().getPath().equals("/v2/");
                    exchange.getResponseHeaders()
                            .set("Location", "http://" + thief.host() + "/there");
                    RegistryDouble.reply(exchange, base ? 200 : 307, "");
                });
        login("user", "secret", registry.host());
        RegistryPlace place = place(registry);
        RegistryException e = assertThrows(RegistryException.class, () -> place.read(BLOB));
        assertEquals(401, e.status());
        assertEquals(List.of("GET /there"), thief.seen());
    }

    private void login(String user, String password, String registry) throws IOException {
        Credentials.ofEnvironment(Map.of("HOME", home.toString()))
                .store(registry, Login.of(user, password));
    }

    @Test
    void redirectsAndPagesWithoutEndAreGivenUp() throws IOException {
        RegistryDouble registry =
                registry(exchange -> {
                    String path = exchange.getRequestURI().toString();
                    exchange.getResponseHeaders().set("Location", path);
                    exchange.getResponseHeaders().set("Link", "<" + path + ">; rel=\"next\"");
                    boolean list = path.contains("/tags/");
                    RegistryDouble.reply(exchange, list ? 200 : 307, "{\"tags\":[\"a\"]}");
                });
        RegistryPlace place = place(registry);
        RegistryException e = assertThrows(RegistryException.class, () -> place.read(BLOB));
        assertTrue(e.getMessage().contains("redirects without end"), e.getMessage());
        e = assertThrows(RegistryException.class, place::tags);
        assertTrue(e.getMessage().contains("pages its list without end"), e.getMessage());
    }

    @Test
    void pagesOfTagsAreFollowed() throws IOException {
        RegistryDouble registry =
                registry(exchange -> {
                    String query = String.valueOf(exchange.getRequestURI().getQuery());
                    boolean second = query.contains("last=b");
                    if (!second) {
                        exchange.getResponseHeaders()
                                .set("Link", "</v2/a/b/tags/list?last=b&n=2>; rel=\"next\"");
                    }
                    RegistryDouble.reply(
                            exchange,
                            200,
                            second ? "{\"tags\":[\"c\"]}" : "{\"tags\":[\"a\",\"b\"]}");
                });
        assertEquals(List.of("a", "b", "c"), place(registry).tags());
    }

    @Test
    void warningsAreKeptOnce() throws IOException {
        RegistryDouble registry =
                registry(exchange -> {
                    exchange.getResponseHeaders()
                            .set("Warning", "299 - \"going away \\\"soon\\\"\"");
                    RegistryDouble.reply(exchange, 200, "{\"tags\":[]}");
                });
        Registries registries = registries();
        RegistryPlace place = registries.repository(Reference.parse(registry.host() + "/a/b"));
        place.tags();
        place.tags();
        assertEquals(List.of(registry.host() + ": going away \"soon\""), registries.warnings());
    }

    @Test
    void aHugeManifestIsNotRead() throws IOException {
        RegistryDouble registry =
                registry(exchange -> {
                    exchange.getResponseHeaders()
                            .set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
                    if (exchange.getRequestMethod().equals("HEAD")) {
                        exchange.sendResponseHeaders(405, -1);
                    } else {
                        exchange.sendResponseHeaders(200, 0);
                        while (true) {
                            exchange.getResponseBody().write(CONTENT);
                        }
                    }
                });
        RegistryPlace place = place(registry);
        Reference name = place.name().withTag("1");
        RegistryException e = assertThrows(RegistryException.class, () -> place.resolve(name));
        assertTrue(e.getMessage().contains("too large a manifest"), e.getMessage());
    }

    @Test
    void nobodyListeningIsOneSentence() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        RegistryPlace place =
                registries().repository(Reference.parse("127.0.0.1:" + port + "/a/b"));
        RegistryException e =
                assertThrows(
                        RegistryException.class, () -> place.resolve(place.name().withTag("1")));
        assertTrue(e.getMessage().contains("cannot connect to registry"), e.getMessage());
        assertFalse(e.getMessage().contains("\n"));
    }

    @Test
    void mirrorsAreAskedFirstAndTheRegistryWhenTheyFail() throws IOException {
        RegistryDouble registry =
                registry(exchange -> RegistryDouble.reply(exchange, 200, CONTENT));
        RegistryDouble dead = registry(exchange -> RegistryDouble.reply(exchange, 404, ""));
        RegistryDouble mirror = registry(exchange -> RegistryDouble.reply(exchange, 200, CONTENT));
        Path file = home.resolve("registries.conf");
        Files.writeString(
                file,
                """
                [[registry]]
                prefix = "example.org/team"
                location = "%s/t"
                [[registry.mirror]]
                location = "%s/first"
                [[registry.mirror]]
                location = "%s/second"
                pull-from-mirror = "digest-only"
                [[registry]]
                location = "bad.example.org"
                blocked = true
                """
                        .formatted(registry.host(), dead.host(), mirror.host()));
        Configuration configuration =
                new Configuration(
                        RegistriesConf.read(List.of(file), List.of()),
                        DaemonJson.NONE,
                        List.of(),
                        List.of());
        Registries registries = registries(configuration);
        RegistryPlace place = registries.repository(Reference.parse("example.org/team/shop"));
        try (InputStream in = place.open(BLOB)) {
            assertArrayEquals(CONTENT, in.readAllBytes());
        }
        String path = "GET /v2/%s/shop/blobs/" + BLOB.digest();
        assertTrue(dead.seen().contains(path.formatted("first")), dead.seen().toString());
        assertTrue(mirror.seen().contains(path.formatted("second")), mirror.seen().toString());
        assertEquals(List.of(), registry.seen());
        RegistryException e =
                assertThrows(
                        RegistryException.class,
                        () -> registries.repository(Reference.parse("bad.example.org/x")));
        assertTrue(e.getMessage().contains("is blocked in"), e.getMessage());
    }

    /** A registry that takes uploads in pieces and forgets nothing. */
    private static final class Uploads implements RegistryDouble.Behaviour {
        private final ByteArrayOutputStream got = new ByteArrayOutputStream();
        private final List<String> ranges = new ArrayList<>();
        private int cutAfter;
        private boolean ill;
        private boolean committed;

        @Override
        public void answer(HttpExchange exchange) throws IOException {
            String session = "/v2/a/b/blobs/uploads/s?state=" + got.size();
            exchange.getResponseHeaders().set("Location", session);
            switch (exchange.getRequestMethod()) {
                case "HEAD" -> RegistryDouble.reply(exchange, 404, "");
                case "POST" -> RegistryDouble.reply(exchange, 202, "");
                case "GET" -> {
                    exchange.getResponseHeaders().set("Range", "0-" + (got.size() - 1));
                    RegistryDouble.reply(exchange, 204, "");
                }
                case "PATCH" -> patch(exchange);
                case "PUT" -> {
                    committed = exchange.getRequestURI().getQuery().contains("digest=sha256:");
                    RegistryDouble.reply(exchange, 201, "");
                }
                default -> RegistryDouble.reply(exchange, 405, "");
            }
        }

        private void patch(HttpExchange exchange) throws IOException {
            ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Range")));
            if (cutAfter > 0) {
                got.write(exchange.getRequestBody().readNBytes(cutAfter));
                cutAfter = 0;
                throw new IOException("cut");
            }
            byte[] all = exchange.getRequestBody().readAllBytes();
            if (ill) {
                got.write(all, 0, got.size() == 0 ? 2_000_000 : 0);
                RegistryDouble.reply(exchange, 503, "");
                return;
            }
            got.write(all);
            RegistryDouble.reply(exchange, 202, "");
        }
    }

    private static Place source(byte[] content) {
        return new Place() {
            @Override
            public Optional<Descriptor> resolve(Reference reference) {
                return Optional.empty();
            }

            @Override
            public InputStream open(Descriptor descriptor) {
                return new ByteArrayInputStream(content);
            }

            @Override
            public boolean has(Descriptor descriptor) {
                return true;
            }
        };
    }

    @Test
    void aBrokenUploadGoesOnWhereItBroke() throws IOException {
        byte[] content = Samples.noise(8, 3_000_000);
        Descriptor blob = Descriptor.of("application/octet-stream", content);
        Uploads uploads = new Uploads();
        uploads.cutAfter = 1_000_000;
        assertTrue(place(registry(uploads)).adopt(blob, source(content), position -> {}));
        assertArrayEquals(content, uploads.got.toByteArray());
        assertEquals(List.of("null", "1000000-2999999"), uploads.ranges);
        assertTrue(uploads.committed);
    }

    @Test
    void anUploadOfAnEarlierProcessGoesOn() throws IOException {
        byte[] content = Samples.noise(8, 3_000_000);
        Descriptor blob = Descriptor.of("application/octet-stream", content);
        Uploads uploads = new Uploads();
        RegistryDouble registry = registry(uploads);
        uploads.ill = true; // until the first process gives up
        assertThrows(
                IOException.class,
                () -> place(registry).adopt(blob, source(content), position -> {}));
        uploads.ill = false;
        assertTrue(place(registry).adopt(blob, source(content), position -> {}));
        assertArrayEquals(content, uploads.got.toByteArray());
        assertEquals("2000000-2999999", uploads.ranges.getLast());
        assertEquals(1, registry.count("POST"));
    }
}
