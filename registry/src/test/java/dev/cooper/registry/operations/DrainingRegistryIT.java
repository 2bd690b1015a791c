package dev.cooper.registry.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.registry.RegistryChild;
import dev.cooper.registry.TestRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A registry that is told to stop while eight clients push. */
@Timeout(240)
class DrainingRegistryIT {
    private static final int CLIENTS = 8;

    @TempDir Path directory;

    private final Queue<String> pushed = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    @Test
    void everyAnswerIsAGoodOneAndNothingAnsweredIsLost() throws Exception {
        Process child = RegistryChild.start(directory.toString());
        String base = "http://127.0.0.1:" + child.inputReader().readLine();
        CountDownLatch warm = new CountDownLatch(CLIENTS * 20);
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            clients.add(Thread.ofVirtual().start(() -> push(base, number, warm)));
        }
        warm.await();
        child.destroy();
        assertEquals(0, child.waitFor());
        for (Thread client : clients) {
            client.join();
        }
        assertEquals(List.of(), List.copyOf(refused));
        assertFalse(pushed.isEmpty());
        try (TestRegistry registry = new TestRegistry(directory)) {
            for (String path : pushed) {
                assertEquals(200, registry.head(path).statusCode(), path);
            }
        }
    }

    /** Pushes until nobody listens any more. */
    private void push(String base, int number, CountDownLatch warm) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; ; i++) {
                byte[] content = ByteBuffer.allocate(40_000).putInt(number).putInt(i).array();
                String path = "/v2/r" + number + "/blobs/" + Digest.sha256(content);
                HttpRequest request =
                        HttpRequest.newBuilder(
                                        URI.create(
                                                base
                                                        + "/v2/r"
                                                        + number
                                                        + "/blobs/uploads/?digest="
                                                        + Digest.sha256(content)))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                                .build();
                int status =
                        client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                if (status == 201) {
                    pushed.add(path);
                } else {
                    refused.add(path + ": " + status);
                }
                warm.countDown();
            }
        } catch (IOException _) {
            // it has stopped
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            for (int i = 0; i < 20; i++) {
                warm.countDown();
            }
        }
    }

    @Test
    void eventsOfWhatWasAnsweredAreDeliveredAfterAKill() throws Exception {
        int port;
        try (Receiver gone = new Receiver()) {
            port = gone.port();
        }
        Path config = directory.resolve("config.yml");
        Files.writeString(
                config,
                """
                http: {addr: '127.0.0.1:0'}
                notifications:
                  endpoints:
                    - {name: one, url: 'http://127.0.0.1:%d/', backoff: 20ms, threshold: 1, timeout: 10s}
                """
                        .formatted(port));
        String data = directory.resolve("data").toString();
        Process child = RegistryChild.start(data, config.toString());
        String base = "http://127.0.0.1:" + child.inputReader().readLine();
        CountDownLatch warm = new CountDownLatch(CLIENTS * 20);
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            clients.add(Thread.ofVirtual().start(() -> push(base, number, warm)));
        }
        warm.await();
        child.destroyForcibly().waitFor();
        for (Thread client : clients) {
            client.join();
        }
        List<String> missing = new ArrayList<>(pushed);
        assertFalse(missing.isEmpty());
        try (Receiver receiver = new Receiver(port)) {
            Process again = RegistryChild.start(data, config.toString());
            try {
                while (!missing.isEmpty()) {
                    for (var event : receiver.events(1)) {
                        var target = (Map<?, ?>) event.get("target");
                        assertTrue(target != null);
                        missing.remove(
                                "/v2/"
                                        + target.get("repository")
                                        + "/blobs/"
                                        + target.get("digest"));
                    }
                }
            } finally {
                again.destroy();
                again.waitFor();
            }
        }
    }
}
