package dev.cooper.registry.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;

import dev.cooper.oci.Digest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.UpstreamConfig;
import dev.cooper.transfer.Login;
import dev.cooper.transfer.UpstreamSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** What a cache does while the registry behind it fails, lies or limits. */
@ParameterizedClass
@EnumSource(TestStorage.class)
class ProxyFaultsTest {
    private static final byte[] LAYER = ProxyTest.bytes(1_000_000);
    private static final Digest DIGEST = Digest.sha256(LAYER);
    private static final String BLOB = "/v2/hub/team/app/blobs/" + DIGEST;
    private static final String TAG = "/v2/hub/team/app/manifests/1";

    @Parameter TestStorage storage;
    @TempDir Path directory;

    private RegistryConfig config;
    private final UpstreamDouble upstream = new UpstreamDouble();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void chooseStorage() throws IOException {
        config = storage.in(directory);
    }

    @AfterEach
    void stop() {
        upstream.close();
        client.close();
    }

    private TestRegistry cache() throws IOException {
        return TestProxies.under("hub", upstream, config, Duration.ZERO);
    }

    private HttpResponse<InputStream> open(TestRegistry cache, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(cache.uri(BLOB));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads until the connection breaks; fails when everything came. */
    private static int readUntilItBreaks(HttpResponse<InputStream> response) throws IOException {
        assertEquals(200, response.statusCode());
        int count = 0;
        try (InputStream in = response.body()) {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                count += n;
            }
        } catch (IOException e) {
            return count;
        }
        throw new AssertionError("all " + count + " bytes came");
    }

    private void assertNothingIsKept() throws IOException {
        assertEquals(List.of(), storage.files(config));
        try (Stream<Path> files = Files.list(directory.resolve("fetches"))) {
            assertEquals(List.of(), files.toList());
        }
    }

    private static boolean isBlob(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().endsWith(DIGEST.toString());
    }

    @Test
    void wrongBytesNeverReachTheClientWholeAndAreNotKept() throws IOException {
        byte[] wrong = LAYER.clone();
        wrong[0] ^= 1;
        upstream.behave(exchange -> {
            UpstreamDouble.reply(exchange, 200, wrong);
            return true;
        });
        try (TestRegistry cache = cache()) {
            assertTrue(readUntilItBreaks(open(cache)) < LAYER.length);
            upstream.behave();
            upstream.blob("team/app", LAYER);
            assertArrayEquals(LAYER, cache.get(BLOB).body());
        }
    }

    @Test
    void wrongBytesLeaveNothingBehind() throws IOException {
        upstream.behave(exchange -> {
            UpstreamDouble.reply(exchange, 200, new byte[LAYER.length]);
            return true;
        });
        try (TestRegistry cache = cache()) {
            readUntilItBreaks(open(cache));
        }
        assertNothingIsKept();
    }

    @Test
    void oneByteOfAPartIsHeldBackUntilAllIsVerified() throws IOException {
        upstream.behave(exchange -> {
            UpstreamDouble.reply(exchange, 200, new byte[LAYER.length]);
            return true;
        });
        try (TestRegistry cache = cache()) {
            HttpResponse<InputStream> part = open(cache, "Range", "bytes=0-99");
            try (InputStream in = part.body()) {
                assertEquals(206, part.statusCode());
                assertThrows(IOException.class, in::readAllBytes);
            }
        }
        assertNothingIsKept();
    }

    @Test
    void aBodyThatStaysTooShortBreaksAndLeavesNothingBehind() throws IOException {
        upstream.behave(exchange -> {
            exchange.sendResponseHeaders(200, LAYER.length);
            exchange.getResponseBody().write(LAYER, 0, 1000);
            exchange.getResponseBody().flush();
            return true;
        });
        try (TestRegistry cache = cache()) {
            assertTrue(readUntilItBreaks(open(cache)) < LAYER.length);
        }
        assertNothingIsKept();
    }

    @Test
    void aLengthThatIsNotTheBlobsBreaksAndLeavesNothingBehind() throws IOException {
        for (byte[] wrong :
                List.of(
                        Arrays.copyOf(LAYER, LAYER.length - 1),
                        Arrays.copyOf(LAYER, LAYER.length + 1),
                        new byte[0])) {
            upstream.behave(exchange -> {
                UpstreamDouble.reply(exchange, 200, wrong);
                return true;
            });
            try (TestRegistry cache = cache()) {
                HttpResponse<InputStream> got = open(cache);
                assertTrue(got.statusCode() == 502 || readUntilItBreaks(got) <= wrong.length);
            }
            assertNothingIsKept();
        }
    }

    @Test
    void aBodyOfUnknownLengthIsJudgedBeforeAnythingOfItIsSent() throws IOException {
        upstream.behave(exchange -> {
            exchange.sendResponseHeaders(200, 0); // in chunks
            exchange.getResponseBody().write(LAYER, 0, LAYER.length / 2);
            return true;
        });
        try (TestRegistry cache = cache()) {
            HttpResponse<byte[]> refused = cache.get(BLOB);
            assertEquals(502, refused.statusCode());
            assertTrue(new String(refused.body(), UTF).contains("is not to be trusted"));
        }
        assertNothingIsKept();
    }

    @Test
    void aBodyThatBreaksOffIsContinued() throws IOException {
        upstream.behave(exchange -> {
            if (!isBlob(exchange)) {
                return false;
            }
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (range == null) {
                exchange.sendResponseHeaders(200, LAYER.length);
                exchange.getResponseBody().write(LAYER, 0, 300_000);
            } else {
                int from = Integer.parseInt(range.substring(6, range.length() - 1));
                exchange.sendResponseHeaders(206, LAYER.length - from);
                exchange.getResponseBody().write(LAYER, from, LAYER.length - from);
            }
            exchange.getResponseBody().flush();
            return true;
        });
        try (TestRegistry cache = cache()) {
            assertArrayEquals(LAYER, cache.get(BLOB).body());
        }
    }

    @Test
    void whoComesLateGetsTheBeginningWhileTheRestIsStillComing() throws Exception {
        CountDownLatch rest = new CountDownLatch(1);
        upstream.behave(exchange -> {
            exchange.sendResponseHeaders(200, LAYER.length);
            exchange.getResponseBody().write(LAYER, 0, 500_000);
            exchange.getResponseBody().flush();
            await(rest);
            exchange.getResponseBody().write(LAYER, 500_000, LAYER.length - 500_000);
            return true;
        });
        try (TestRegistry cache = cache()) {
            HttpResponse<InputStream> first = open(cache);
            assertArrayEquals(Arrays.copyOf(LAYER, 400_000), first.body().readNBytes(400_000));
            HttpResponse<InputStream> late = open(cache);
            assertArrayEquals(Arrays.copyOf(LAYER, 400_000), late.body().readNBytes(400_000));
            HttpResponse<InputStream> part = open(cache, "Range", "bytes=100000-199999");
            assertEquals(206, part.statusCode());
            assertEquals("bytes 100000-199999/1000000", TestRegistry.header(part, "Content-Range"));
            assertArrayEquals(
                    Arrays.copyOfRange(LAYER, 100_000, 199_999), part.body().readNBytes(99_999));

            first.body().close(); // and goes away
            rest.countDown();
            assertArrayEquals(
                    Arrays.copyOfRange(LAYER, 400_000, LAYER.length), late.body().readAllBytes());
            assertArrayEquals(
                    Arrays.copyOfRange(LAYER, 199_999, 200_000), part.body().readAllBytes());
        }
        assertEquals(1, upstream.count("GET "), upstream.seen().toString());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aManifestWithAnotherDigestIsNotPassedOn() throws IOException {
        upstream.behave(exchange -> {
            UpstreamDouble.reply(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
            return true;
        });
        try (TestRegistry cache = cache()) {
            HttpResponse<byte[]> answer = cache.get("/v2/hub/team/app/manifests/" + DIGEST);
            assertEquals(502, answer.statusCode());
        }
    }

    @Test
    void aLimitIsPassedOnAndObserved() throws IOException {
        upstream.refuse(429, "Retry-After", "600");
        try (TestRegistry cache = cache()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<byte[]> refused = cache.get(TAG);
                assertEquals(429, refused.statusCode());
                long after = Long.parseLong(TestRegistry.header(refused, "Retry-After"));
                assertTrue(after > 300 && after <= 600, "Retry-After: " + after);
            }
            assertEquals(1, upstream.seen().size(), upstream.seen().toString());
        }
    }

    @Test
    void underALimitOldTagsAreServedWithAWarningAndNobodyIsAsked() throws IOException {
        Digest manifest = upstream.image("team/app", "1", LAYER);
        try (TestRegistry cache = cache()) {
            cache.get(TAG);
            upstream.refuse(429, "Retry-After", "600");
            int before = upstream.seen().size();
            for (int i = 0; i < 5; i++) {
                HttpResponse<byte[]> stale = cache.get(TAG);
                assertEquals(200, stale.statusCode());
                assertEquals(manifest, Digest.sha256(stale.body()));
                assertEquals(
                        "299 - \"this answer may be stale: hub answered 429\"",
                        TestRegistry.header(stale, "Warning"));
            }
            assertEquals(before + 1, upstream.seen().size(), upstream.seen().toString());
        }
    }

    @Test
    void aRegistryInTroubleIsNoReasonToForget() throws IOException {
        upstream.image("team/app", "1", LAYER);
        try (TestRegistry cache = cache()) {
            cache.get(TAG);
            cache.get(BLOB);
            upstream.refuse(500, "X-Any", "thing");
            assertEquals(200, cache.get(TAG).statusCode());
            assertTrue(TestRegistry.header(cache.get(TAG), "Warning").contains("answered 500"));
            assertArrayEquals(LAYER, cache.get(BLOB).body());
            HttpResponse<byte[]> unknown = cache.get("/v2/hub/team/app/manifests/2");
            assertEquals(503, unknown.statusCode());
            assertFalse(TestRegistry.header(unknown, "Retry-After").isEmpty());
        }
    }

    @Test
    void aRegistryThatSaysWhenToComeBackIsLeftAloneUntilThen() throws IOException {
        upstream.image("team/app", "1", LAYER);
        try (TestRegistry cache = cache()) {
            cache.get(TAG);
            upstream.refuse(503, "Retry-After", "120");
            String warning = TestRegistry.header(cache.get(TAG), "Warning");
            assertTrue(warning.contains("answered 503"), warning);
            int before = upstream.seen().size();
            assertEquals(200, cache.get(TAG).statusCode());
            assertEquals(before, upstream.seen().size(), upstream.seen().toString());
            HttpResponse<byte[]> unknown = cache.get("/v2/hub/team/app/manifests/2");
            assertEquals(503, unknown.statusCode());
            long after = Long.parseLong(TestRegistry.header(unknown, "Retry-After"));
            assertTrue(after > 60 && after <= 120, "Retry-After: " + after);
        }
    }

    @Test
    void aDeadRegistryIsNoReasonToForget() throws IOException {
        upstream.image("team/app", "1", LAYER);
        try (TestRegistry cache = cache()) {
            cache.get(TAG);
            upstream.close();
            HttpResponse<byte[]> stale = cache.get(TAG);
            assertEquals(200, stale.statusCode());
            assertTrue(TestRegistry.header(stale, "Warning").contains("does not answer"));
            assertEquals(503, cache.get(BLOB).statusCode());
        }
    }

    @Test
    void aSilentRegistryIsNoReasonToForget() throws IOException {
        upstream.image("team/app", "1", LAYER);
        CountDownLatch end = new CountDownLatch(1);
        UpstreamSettings settings = UpstreamSettings.of(upstream.uri(), Duration.ofMillis(500));
        UpstreamConfig impatient =
                new UpstreamConfig(
                        "hub", "", Set.of(), settings, Duration.ofHours(1), Duration.ZERO);
        try (TestRegistry cache = TestProxies.of(config, impatient)) {
            while (cache.get(TAG).statusCode() != 200) {
                // a busy machine may be as slow as a silent registry
                assertTrue(upstream.seen().size() < 100, upstream.seen().toString());
            }
            upstream.behave(_ -> {
                await(end);
                return true;
            });
            HttpResponse<byte[]> stale = cache.get(TAG);
            assertEquals(200, stale.statusCode());
            assertTrue(TestRegistry.header(stale, "Warning").contains("does not answer"));
        } finally {
            end.countDown();
        }
    }

    @Test
    void tokensAreFetchedWithThePasswordAndNeitherGoesToWhereBlobsAreRedirected()
            throws IOException {
        upstream.image("team/app", "1", LAYER);
        try (UpstreamDouble elsewhere = new UpstreamDouble();
                TestRegistry cache = TestProxies.of(config, withLogin())) {
            elsewhere.blob("x", LAYER);
            upstream.behave(exchange -> askForToken(exchange, elsewhere));
            HttpResponse<byte[]> pulled =
                    cache.get(TAG, "Authorization", "Basic " + base64("client:own"));
            assertEquals(200, pulled.statusCode(), new String(pulled.body(), UTF));
            assertArrayEquals(LAYER, cache.get(BLOB).body());
            assertEquals(1, elsewhere.seen().size());
            assertFalse(elsewhere.seen().getFirst().contains("B"), elsewhere.seen().toString());
            assertEquals(0, upstream.count(base64("client:own")), upstream.seen().toString());
            assertTrue(upstream.count("/token?") > 0, upstream.seen().toString());
            assertEquals(
                    upstream.count("/token?"),
                    upstream.count("Basic " + base64("robot:s3cret")),
                    upstream.seen().toString());
        }
    }

    @Test
    void whoBlobsAreRedirectedToCannotAskForThePassword() throws IOException {
        try (UpstreamDouble thief = new UpstreamDouble();
                TestRegistry cache = TestProxies.of(directory, withLogin())) {
            thief.refuse(401, "WWW-Authenticate", "Bearer realm=\"" + thief.uri() + "token\"");
            upstream.refuse(307, "Location", thief.uri() + "v2/x/blobs/" + DIGEST);
            assertEquals(404, cache.get(BLOB).statusCode());
            assertEquals(1, thief.seen().size(), thief.seen().toString());
            assertEquals(0, thief.count("token"), thief.seen().toString());
        }
    }

    private static final java.nio.charset.Charset UTF = StandardCharsets.UTF_8;

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF));
    }

    private UpstreamConfig withLogin() {
        UpstreamSettings settings =
                new UpstreamSettings(
                        upstream.uri(),
                        Optional.of(Login.of("robot", "s3cret")),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Duration.ofSeconds(20));
        return new UpstreamConfig(
                "hub", "", Set.of(), settings, Duration.ofHours(1), Duration.ZERO);
    }

    private boolean askForToken(HttpExchange exchange, UpstreamDouble elsewhere)
            throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (exchange.getRequestURI().getPath().equals("/token")) {
            UpstreamDouble.reply(exchange, 200, "{\"token\":\"t0ken\"}".getBytes(UTF));
            return true;
        }
        if (!"Bearer t0ken".equals(authorization)) {
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            "Bearer realm=\"" + upstream.uri() + "token\",service=\"hub\"");
            UpstreamDouble.reply(exchange, 401, new byte[0]);
            return true;
        }
        if (isBlob(exchange)) {
            exchange.getResponseHeaders().set("Location", elsewhere.uri() + "v2/x/blobs/" + DIGEST);
            UpstreamDouble.reply(exchange, 307, new byte[0]);
            return true;
        }
        return false;
    }

    @Test
    void aPasswordIsNeverLogged() throws IOException {
        StringBuilder log = new StringBuilder();
        Handler handler =
                new Handler() {
                    @Override
                    public synchronized void publish(LogRecord line) {
                        log.append(line.getMessage()).append(line.getThrown()).append('\n');
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger.getLogger("").addHandler(handler);
        try (TestRegistry cache = TestProxies.of(config, withLogin())) {
            upstream.refuse(401, "WWW-Authenticate", "Basic realm=\"hub\"");
            HttpResponse<byte[]> refused = cache.get(TAG);
            assertEquals(404, refused.statusCode());
            upstream.refuse(500, "X-Any", "thing");
            log.append(new String(refused.body(), UTF));
            log.append(new String(cache.get(TAG).body(), UTF));
            log.append(new String(cache.get(BLOB).body(), UTF));
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
        assertTrue(upstream.count(base64("robot:s3cret")) > 0, upstream.seen().toString());
        assertTrue(log.toString().contains("answered 500"), log.toString());
        assertFalse(log.toString().contains("s3cret"), log.toString());
        assertFalse(log.toString().contains(base64("robot:s3cret")), log.toString());
        assertFalse(withLogin().toString().contains("s3cret"));
    }

    @Test
    void whatAKilledProcessHasLeftIsDeleted() throws IOException {
        Path left = Files.createDirectories(directory.resolve("fetches")).resolve("half");
        Files.write(left, new byte[10]);
        try (TestRegistry _ = cache()) {
            assertFalse(Files.exists(left));
        }
    }
}
