package dev.cooper.registry.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.registry.TestManifest;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.maintenance.RegistryCheck;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A cache that is killed while clients wait for what it fetches; {@code -Dkills=100} more often.
 */
class KilledCacheIT {
    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final int CLIENTS = 4;
    private static final int HALF = 2_000_000;

    @TempDir Path directory;
    private final UpstreamDouble upstream = new UpstreamDouble();

    @AfterEach
    void stop() {
        upstream.close();
    }

    private static String blob(Digest digest) {
        return "/v2/hub/team/app/blobs/" + digest;
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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

    private static URI base(Process child) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        return URI.create("http://127.0.0.1:" + out.readLine());
    }

    /** Pulls layers until the cache is gone; whatever comes whole must be right. */
    private static void pull(URI base, List<byte[]> layers, List<String> wrong) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (byte[] layer : layers) {
                String path = blob(Digest.sha256(layer));
                HttpResponse<byte[]> got =
                        client.send(
                                HttpRequest.newBuilder(base.resolve(path)).build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                if (got.statusCode() != 200 || !Arrays.equals(layer, got.body())) {
                    synchronized (wrong) {
                        wrong.add(path + ": " + got.statusCode());
                    }
                }
            }
        } catch (IOException _) {
            // it was killed
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<Path> growing() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("fetches"))) {
            return files.toList();
        }
    }

    /** Starts again on what was left, and wants everything from it. */
    private void verify(List<byte[]> layers) throws IOException, InterruptedException {
        try (TestRegistry cache =
                TestProxies.under("hub", upstream, directory, Duration.ofHours(1))) {
            assertEquals(List.of(), growing());
            for (byte[] layer : layers) {
                assertArrayEquals(layer, cache.get(blob(Digest.sha256(layer))).body());
            }
            cache.proxy().settle();
            assertEquals(List.of(), growing());
        }
        RegistryCheck.Report report =
                RegistryCheck.check(
                        RegistryConfig.defaults(directory), false, RegistryCheck.Progress.NONE);
        assertTrue(report.isClean(), report.problems().toString());
    }

    @Test
    void nothingOfAHalfFetchedBlobIsServedOrKept() throws IOException, InterruptedException {
        byte[] layer = TestManifest.noise(1, 2 * HALF);
        Digest digest = upstream.blob("team/app", layer);
        CountDownLatch end = new CountDownLatch(1);
        upstream.behave(exchange -> {
            exchange.sendResponseHeaders(200, layer.length);
            exchange.getResponseBody().write(layer, 0, HALF);
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return true;
        });
        Process child = start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(base(child).resolve(blob(digest))).build();
            var first = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            var second = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertArrayEquals(Arrays.copyOf(layer, HALF), first.body().readNBytes(HALF));
            assertArrayEquals(Arrays.copyOf(layer, HALF), second.body().readNBytes(HALF));
            assertEquals(1, growing().size());
            child.destroyForcibly().waitFor();
            first.body().close();
            second.body().close();
        } finally {
            child.destroyForcibly();
            end.countDown();
        }
        upstream.behave();
        verify(List.of(layer));
    }

    @Test
    void nothingWrongIsServedWhicheverMomentItIsKilledAt()
            throws IOException, InterruptedException {
        Random random = new Random(20_261_122);
        List<byte[]> all = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            List<byte[]> layers = new ArrayList<>();
            for (int layer = 0; layer < 24; layer++) {
                layers.add(TestManifest.noise(random.nextLong(), random.nextInt(1 << 20)));
                upstream.blob("team/app", layers.getLast());
            }
            all.addAll(layers);
            Process child = start();
            URI base = base(child);
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(Thread.ofVirtual().start(() -> pull(base, layers, wrong)));
            }
            Thread.sleep(random.nextInt(1500)); // the random moment
            child.destroyForcibly().waitFor();
            for (Thread client : clients) {
                client.join();
            }
            assertEquals(List.of(), wrong);
            verify(layers);
        }
        verify(all);
    }
}
