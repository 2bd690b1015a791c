package dev.cooper.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A registry that is killed while four clients push has what it answered 201 for. */
class KilledRegistryIT {
    private static final int ROUNDS = 6;
    private static final int CLIENTS = 4;

    @TempDir Path directory;

    /** What was answered 201: the path, and the digest of what must be there. */
    private final Map<String, Digest> promised = new ConcurrentHashMap<>();

    /** What was answered anything else. */
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    @Test
    void nothingThatWasAnsweredWith201IsLost() throws IOException, InterruptedException {
        Random random = new Random(20_261_122);
        for (int round = 0; round < ROUNDS; round++) {
            Process child = start();
            String base = base(child);
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String repository = "r" + round + "/c" + client;
                long seed = random.nextLong();
                clients.add(Thread.ofVirtual().start(() -> push(base, repository, seed)));
            }
            Thread.sleep(300 + random.nextInt(700));
            child.destroyForcibly().waitFor();
            for (Thread client : clients) {
                client.join();
            }
        }
        assertEquals(List.of(), List.copyOf(refused));
        assertFalse(promised.isEmpty());
        verify();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistryChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String base(Process child) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        return "http://127.0.0.1:" + out.readLine();
    }

    /** Pushes blobs of many sizes and manifests until the registry is gone. */
    private void push(String base, String repository, long seed) {
        Random random = new Random(seed);
        try (HttpClient client = HttpClient.newHttpClient()) {
            byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
            pushBlob(client, base, repository, empty);
            for (int i = 0; ; i++) {
                byte[] blob = new byte[1 << random.nextInt(20)];
                random.nextBytes(blob);
                pushBlob(client, base, repository, blob);
                byte[] manifest = manifest(Digest.sha256(empty), Digest.sha256(blob), blob.length);
                String path = "/v2/" + repository + "/manifests/t" + i;
                promise(client, base + path, "PUT", manifest, path);
            }
        } catch (IOException _) {
            // it was killed
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void pushBlob(HttpClient client, String base, String repository, byte[] content)
            throws IOException, InterruptedException {
        Digest digest = Digest.sha256(content);
        String path = "/v2/" + repository + "/blobs/";
        promise(client, base + path + "uploads/?digest=" + digest, "POST", content, path + digest);
    }

    private void promise(HttpClient client, String uri, String method, byte[] content, String path)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(uri))
                        .header("Content-Type", MediaTypes.OCI_MANIFEST)
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(content))
                        .build();
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status == 201) {
            promised.put(path, Digest.sha256(content));
        } else {
            refused.add(method + " " + path + ": " + status);
        }
    }

    private static byte[] manifest(Digest config, Digest layer, long size) {
        return Json.write(
                Map.of(
                        "schemaVersion", 2,
                        "config",
                                Map.of(
                                        "mediaType",
                                        MediaTypes.OCI_CONFIG,
                                        "digest",
                                        config.toString(),
                                        "size",
                                        2),
                        "layers",
                                List.of(
                                        Map.of(
                                                "mediaType",
                                                MediaTypes.OCI_LAYER,
                                                "digest",
                                                layer.toString(),
                                                "size",
                                                size))));
    }

    private void verify() throws IOException {
        try (TestRegistry registry = new TestRegistry(directory)) {
            for (Map.Entry<String, Digest> each : promised.entrySet()) {
                HttpResponse<byte[]> got = registry.get(each.getKey());
                assertEquals(200, got.statusCode(), each.getKey());
                assertEquals(each.getValue(), Digest.sha256(got.body()), each.getKey());
            }
        }
    }
}
