package dev.cooper.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ten thousand clients that hold a connection each, a registry with little memory, and one more.
 */
class IdleConnectionsIT {
    private static final int MANY = 10_000;
    private static final int FILES_NEEDED = MANY + 500;

    @TempDir Path directory;

    @Test
    void tenThousandIdleConnectionsDoNotKeepOthersOut() throws IOException, InterruptedException {
        long files = limit();
        boolean enough = files >= FILES_NEEDED;
        if (!enough && !"true".equals(System.getenv("CI"))) {
            Assumptions.abort("not run: only " + files + " files may be open, 10,500 are needed");
        }
        Process child = start();
        List<SocketChannel> idle = new ArrayList<>();
        try (BufferedReader out =
                        new BufferedReader(
                                new InputStreamReader(
                                        child.getInputStream(), StandardCharsets.UTF_8));
                HttpClient client = HttpClient.newHttpClient()) {
            int port = Integer.parseInt(out.readLine());
            byte[] part = "GET /v2/ HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < MANY; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                idle.add(channel);
                if (i % 2 == 0) {
                    channel.write(ByteBuffer.wrap(part)); // and never the rest of it
                }
            }
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/")).build();
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        200,
                        client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
            }
            System.out.println(MANY + " idle connections: " + memory(child));
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
            child.destroyForcibly();
            child.waitFor();
        }
    }

    private static String memory(Process child) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + child.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS") || line.startsWith("Threads"))
                .toList()
                .toString();
    }

    private static long limit() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.substring("Max open files".length()).strip().split(" +")[1])
                .mapToLong(text -> text.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(text))
                .findFirst()
                .orElse(0);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistryChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
