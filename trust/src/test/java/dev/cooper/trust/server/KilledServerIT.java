package dev.cooper.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server is killed while it takes entries: what it answered is there at the next start. */
class KilledServerIT {
    private static final int ENOUGH = 40;

    @TempDir private Path home;
    private final KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);

    /** The bodies that were answered, by their index. */
    private final Map<Long, String> answered = new ConcurrentHashMap<>();

    private final CountDownLatch enough = new CountDownLatch(ENOUGH);

    private Process start() throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServerProcess.class.getName(),
                                home.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private byte[] request(String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        byte[] digest = HexFormat.of().parseHex(Digest.sha256(message).hex());
        Map<String, Object> verifier =
                Map.of(
                        "publicKey",
                        Map.of("rawBytes", text64(key.publicKey().getEncoded())),
                        "keyDetails",
                        "PKIX_ECDSA_P256_SHA_256");
        return Json.write(
                Map.of(
                        "hashedRekordRequestV002",
                        Map.of(
                                "digest",
                                text64(digest),
                                "signature",
                                Map.of(
                                        "content",
                                        text64(key.sign(message)),
                                        "verifier",
                                        verifier))));
    }

    private static String text64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Enters one thing after the other until the server is gone. */
    private void enter(String url, int who) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; ; i++) {
                HttpResponse<byte[]> response =
                        client.send(
                                HttpRequest.newBuilder(URI.create(url + "/api/v2/log/entries"))
                                        .POST(
                                                HttpRequest.BodyPublishers.ofByteArray(
                                                        request(who + " " + i)))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                assertEquals(201, response.statusCode());
                JsonObject entry = JsonObject.parse(response.body(), "answer");
                answered.put(
                        Long.valueOf(entry.string("logIndex")), entry.string("canonicalizedBody"));
                enough.countDown();
            }
        } catch (IOException e) {
            return; // it was killed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatWasAnsweredIsInTheLogAfterwards() throws IOException, InterruptedException {
        Process server = start();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            String url = out.readLine();
            List<Thread> signers =
                    List.of(1, 2, 3, 4).stream()
                            .map(who -> Thread.ofVirtual().start(() -> enter(url, who)))
                            .toList();
            boolean isEnough = enough.await(60, TimeUnit.SECONDS);
            server.destroyForcibly().waitFor();
            for (Thread signer : signers) {
                signer.join();
            }
            assertTrue(isEnough, "entered only " + answered.size());
        } finally {
            server.destroyForcibly();
        }
        // The beginning of a record, as a power cut leaves it.
        Files.write(
                home.resolve("tiles.log"), new byte[] {0, 0, 1, 0, -1}, StandardOpenOption.APPEND);
        try (ServerDirectory directory =
                        ServerDirectory.open(home, "hello".getBytes(StandardCharsets.UTF_8));
                TileLog log = new TileLog(directory, "127.0.0.1")) {
            assertTrue(log.size() >= answered.size());
            for (Map.Entry<Long, String> one : answered.entrySet()) {
                assertEquals(one.getValue(), body(log, one.getKey()));
            }
        }
    }

    private static String body(TileLog log, long index) throws IOException {
        int count = (int) (index % TileLog.WIDTH) + 1;
        byte[] tile = log.entries(index / TileLog.WIDTH, count).orElseThrow();
        int at = 0;
        int length = 0;
        for (int i = 0; i < count; i++) {
            at += length;
            length = (Byte.toUnsignedInt(tile[at]) << 8) + Byte.toUnsignedInt(tile[at + 1]);
            at += 2;
        }
        return text64(Arrays.copyOfRange(tile, at, at + length));
    }
}
