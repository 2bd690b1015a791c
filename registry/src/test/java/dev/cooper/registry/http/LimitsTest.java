package dev.cooper.registry.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.RegistryServer;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.LimitsConfig;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.protocol.ApiException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

class LimitsTest {
    @TempDir Path directory;

    private RegistryConfig config(String yaml) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(file, yaml);
        return RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"));
    }

    private RegistryConfig limited(String limits) throws IOException {
        return config("{http: {addr: '127.0.0.1:0'}, cooper: {limits: {" + limits + "}}}");
    }

    @Test
    void requestsPerSecondAreLimitedForEachCallerAlone() {
        AtomicLong now = new AtomicLong();
        LimitsConfig limits =
                new LimitsConfig(2, 3, 0, Long.MAX_VALUE, Duration.ofSeconds(1), Long.MAX_VALUE, 1);
        RateLimit rate = new RateLimit(limits, now::get);
        for (int i = 0; i < 3; i++) {
            rate.take("a");
        }
        ApiException refused = assertThrows(ApiException.class, () -> rate.take("a"));
        assertEquals(429, refused.status());
        assertEquals(Map.of("Retry-After", "1"), refused.headers());
        rate.take("b");
        now.addAndGet(Duration.ofMillis(600).toNanos());
        rate.take("a");
        assertThrows(ApiException.class, () -> rate.take("a"));
    }

    @Test
    void oneRequestTooManyIsAnsweredWith429() throws IOException {
        try (TestRegistry registry = new TestRegistry(limited("requestspersecond: 1, burst: 5"))) {
            HttpResponse<byte[]> answer = registry.get("/v2/");
            assertEquals(200, answer.statusCode());
            while (answer.statusCode() == 200) {
                answer = registry.get("/v2/");
            }
            assertEquals(429, answer.statusCode());
            assertEquals("1", TestRegistry.header(answer, "Retry-After"));
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            assertTrue(body.contains("TOOMANYREQUESTS"), body);
        }
    }

    @Test
    void bytesPerSecondAreLimitedForEachCallerAlone() {
        AtomicLong now = new AtomicLong();
        Bandwidth bandwidth = new Bandwidth(1000, now::get);
        assertEquals(Duration.ZERO, bandwidth.pause("a", 1000));
        assertEquals(Duration.ofMillis(500), bandwidth.pause("a", 500));
        assertEquals(Duration.ofMillis(1500), bandwidth.pause("a", 1000)); // beside the first
        assertEquals(Duration.ZERO, bandwidth.pause("b", 1000));
        now.addAndGet(Duration.ofMillis(1500).toNanos());
        assertEquals(Duration.ofMillis(1), bandwidth.pause("a", 1));
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertEquals(Duration.ofSeconds(1), bandwidth.pause("a", 2000));
        Bandwidth any = new Bandwidth(Long.MAX_VALUE, now::get);
        assertEquals(Duration.ZERO, any.pause("a", Long.MAX_VALUE));
    }

    @Test
    void contentIsWholeWhereItHasToWait() throws IOException {
        try (TestRegistry registry = new TestRegistry(limited("bandwidth: 2MiB"))) {
            byte[] layer = TestManifest.noise(1, 1_000_000);
            Digest digest = registry.pushBlob("a", layer);
            String path = "/v2/a/blobs/" + digest;
            assertArrayEquals(layer, registry.get(path).body());
            assertArrayEquals(
                    Arrays.copyOfRange(layer, 100_000, 900_000),
                    registry.get(path, "Range", "bytes=100000-899999").body());
        }
    }

    @Test
    void aBlobThatIsTooLargeIsRefusedHoweverItComes() throws IOException {
        try (TestRegistry registry = new TestRegistry(limited("blobsize: 1KiB"))) {
            byte[] large = new byte[1025];
            String post = "/v2/a/blobs/uploads/?digest=" + Digest.sha256(large);
            assertEquals(413, registry.send("POST", post, large).statusCode());
            registry.pushBlob("a", new byte[1024]);
            String upload = registry.startUpload("a");
            assertEquals(202, registry.send("PATCH", upload, new byte[1000]).statusCode());
            assertEquals(413, registry.send("PATCH", upload, new byte[25]).statusCode());
            assertEquals(202, registry.send("PATCH", upload, new byte[24]).statusCode());
        }
    }

    @Test
    void headersThatTrickleInAreNotWaitedForLong() throws IOException {
        try (RegistryServer server = RegistryServer.start(limited("headertimeout: 1s"));
                Socket slow = new Socket("127.0.0.1", server.port());
                Socket other = new Socket("127.0.0.1", server.port())) {
            slow.getOutputStream()
                    .write("GET /v2/ HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(isHungUp(slow, "X-A: b\r\n", 300));
            // Whoever sends nothing for a while, and then a whole request, is not disturbed.
            other.getOutputStream()
                    .write(
                            "GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertEquals('H', other.getInputStream().read());
        }
    }

    @Test
    void aBodyMayTakeLongerThanHeadersThoughItsClientWasToldToContinue() throws IOException {
        try (TestRegistry registry = new TestRegistry(limited("headertimeout: 1s"));
                Socket client = new Socket("127.0.0.1", registry.uri("/").getPort())) {
            String head =
                    "PATCH "
                            + registry.startUpload("a")
                            + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                            + "Content-Length: 20\r\n\r\n";
            client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String told = "HTTP/1.1 100 Continue\r\n\r\n";
            assertEquals(
                    told,
                    new String(
                            client.getInputStream().readNBytes(told.length()),
                            StandardCharsets.US_ASCII));
            assertFalse(isHungUp(client, "x", 19));
            client.getOutputStream().write('x');
            client.setSoTimeout(0);
            String answer = "HTTP/1.1 202";
            assertEquals(
                    answer,
                    new String(
                            client.getInputStream().readNBytes(answer.length()),
                            StandardCharsets.US_ASCII));
        }
    }

    /** Sends a little now and then until the other side closes the connection. */
    private static boolean isHungUp(Socket socket, String piece, int pieces) throws IOException {
        socket.setSoTimeout(200);
        InputStream in = socket.getInputStream();
        for (int i = 0; i < pieces; i++) {
            try {
                socket.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
                if (in.read() < 0) {
                    return true;
                }
            } catch (java.net.SocketTimeoutException e) {
                continue;
            } catch (SocketException e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aBodyThatTricklesInIsGivenUp() {
        try (SlowClients slow = new SlowClients(LimitsConfig.DEFAULT, Duration.ofSeconds(60))) {
            long minute = Duration.ofMinutes(1).toNanos();
            slow.received(256 * 60, minute);
            ApiException refused =
                    assertThrows(ApiException.class, () -> slow.received(256 * 60 - 1, minute));
            assertEquals(408, refused.status());
        }
    }

    @Test
    void moreConnectionsThanAllowedWait() throws IOException {
        try (RegistryServer server = RegistryServer.start(limited("connections: 2"));
                Socket first = new Socket("127.0.0.1", server.port());
                Socket second = new Socket("127.0.0.1", server.port())) {
            byte[] request =
                    "GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            for (Socket each : new Socket[] {first, second}) {
                each.getOutputStream().write(request);
                assertEquals('H', each.getInputStream().read());
            }
            try (Socket third = new Socket("127.0.0.1", server.port())) {
                third.getOutputStream().write(request);
                first.close();
                second.close();
                assertEquals('H', third.getInputStream().read());
            }
        }
    }

    @Test
    void addressesAreToldAsTheProxyInFrontHasThem() throws IOException {
        try (TestRegistry registry =
                new TestRegistry(
                        config(
                                "http: {addr: '127.0.0.1:0', host: 'https://r.example.org', prefix:"
                                        + " /images/}"))) {
            HttpResponse<byte[]> started =
                    registry.send("POST", "/images/v2/a/blobs/uploads/", new byte[0]);
            assertTrue(
                    TestRegistry.header(started, "Location")
                            .startsWith("https://r.example.org/images/v2/a/blobs/uploads/"));
            assertEquals(404, registry.get("/v2/").statusCode());
            assertEquals(200, registry.get("/images/v2/").statusCode());
        }
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        for (String limits :
                new String[] {
                    "blobsize: big", "blobsize: 0", "requestspersecond: -1", "headertimeout: soon"
                }) {
            assertThrows(SyntaxException.class, () -> limited(limits), limits);
        }
    }
}
