package dev.cooper.registry;

import static dev.cooper.registry.Requirements.assertStatus;
import static dev.cooper.registry.Requirements.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Digest;
import dev.cooper.registry.config.DatabaseConfig;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.config.S3Config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** One of two registries is killed while it receives a layer; the client goes on with the other. */
class KilledNodeIT {
    @TempDir Path directory;

    private Process start(Path config) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistryChild.class.getName(),
                        directory.resolve("child").toString(),
                        config.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void theUploadGoesOnElsewhere() throws IOException, InterruptedException {
        S3Config s3 = TestBucket.shared().create();
        DatabaseConfig database = TestDatabase.shared().create();
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                TestBucket.yaml(s3)
                        + "cooper: {database: {url: '"
                        + database
                        + "', user: postgres}}\n");
        RegistryConfig config = RegistryConfig.defaults(directory).withPort(0);
        byte[] content = random(1, 14_000_000);
        Process child = start(file);
        try (TestRegistry other =
                        new TestRegistry(
                                config.withStorage(
                                        config.storage().withDatabase(database).withS3(s3)));
                HttpClient client = HttpClient.newHttpClient()) {
            int port = port(child);
            String place = other.startUpload("a");
            HttpRequest first =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + place))
                            .method(
                                    "PATCH",
                                    HttpRequest.BodyPublishers.ofByteArray(content, 0, 7_000_000))
                            .build();
            assertEquals(
                    202, client.send(first, HttpResponse.BodyHandlers.discarding()).statusCode());
            try (Socket socket = new Socket("127.0.0.1", port)) {
                sendHalf(socket.getOutputStream(), place, content);
                child.destroyForcibly().waitFor();
            }
            HttpResponse<byte[]> where = other.get(place);
            assertEquals("0-6999999", TestRegistry.header(where, "Range"));
            byte[] rest = Arrays.copyOfRange(content, 7_000_000, content.length);
            assertStatus(
                    202, other.send("PATCH", place, rest, "Content-Range", "7000000-13999999"));
            Digest digest = Digest.sha256(content);
            assertStatus(201, other.send("PUT", place + "?digest=" + digest, new byte[0]));
            assertArrayEquals(content, other.get("/v2/a/blobs/" + digest).body());
        } finally {
            child.destroyForcibly();
        }
    }

    private static int port(Process child) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        return Integer.parseInt(out.readLine());
    }

    /** Begins a second request, which never ends, and of which a whole part arrives. */
    private static void sendHalf(OutputStream out, String place, byte[] content)
            throws IOException {
        String head =
                "PATCH "
                        + place
                        + " HTTP/1.1\r\nHost: x\r\nContent-Length: 7000000\r\n"
                        + "Content-Range: 7000000-13999999\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(content, 7_000_000, 6_000_000);
        out.flush();
    }
}
