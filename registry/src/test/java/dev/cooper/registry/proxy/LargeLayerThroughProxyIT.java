package dev.cooper.registry.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A layer many times as large as the memory of the cache that it goes through. */
class LargeLayerThroughProxyIT {
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 400;

    @TempDir Path directory;

    private final byte[] chunk = new byte[CHUNK];

    private void write(OutputStream out) throws IOException {
        for (int i = 0; i < CHUNKS; i++) {
            out.write(chunk);
        }
    }

    private Digest digest() {
        new Random(1).nextBytes(chunk);
        MessageDigest hash = Digest.Algorithm.SHA256.newMessageDigest();
        for (int i = 0; i < CHUNKS; i++) {
            hash.update(chunk);
        }
        return Digest.of(Digest.Algorithm.SHA256, hash.digest());
    }

    private boolean send(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, (long) CHUNK * CHUNKS);
        write(exchange.getResponseBody());
        return true;
    }

    private Process start(UpstreamDouble upstream) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:MaxDirectMemorySize=48m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProxyChild.class.getName(),
                        directory.toString(),
                        upstream.uri().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Digest pull(HttpClient client, String address) throws Exception {
        HttpResponse<InputStream> response =
                client.send(
                        HttpRequest.newBuilder(URI.create(address)).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        MessageDigest hash = Digest.Algorithm.SHA256.newMessageDigest();
        byte[] buffer = new byte[CHUNK];
        try (InputStream in = response.body()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                hash.update(buffer, 0, n);
            }
        }
        return Digest.of(Digest.Algorithm.SHA256, hash.digest());
    }

    @Test
    void threeClientsPullALayerThroughACacheOfLittleMemory() throws Exception {
        Digest digest = digest();
        try (UpstreamDouble upstream = new UpstreamDouble();
                HttpClient client = HttpClient.newHttpClient();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            upstream.behave(this::send);
            Process child = start(upstream);
            try (BufferedReader out =
                    new BufferedReader(
                            new InputStreamReader(
                                    child.getInputStream(), StandardCharsets.UTF_8))) {
                String address =
                        "http://127.0.0.1:" + out.readLine() + "/v2/hub/team/app/blobs/" + digest;
                CountDownLatch all = new CountDownLatch(3);
                List<Future<Digest>> pulls = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    pulls.add(
                            clients.submit(() -> {
                                all.countDown();
                                all.await();
                                return pull(client, address);
                            }));
                }
                for (Future<Digest> pull : pulls) {
                    assertEquals(digest, pull.get());
                }
                assertTrue(child.isAlive());
            } finally {
                child.destroyForcibly().waitFor();
            }
            assertEquals(1, upstream.count("GET "), upstream.seen().toString());
        }
    }
}
