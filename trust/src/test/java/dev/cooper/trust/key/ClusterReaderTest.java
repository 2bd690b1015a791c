package dev.cooper.trust.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class ClusterReaderTest {
    @TempDir Path scratch;
    private HttpServer server;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    boolean known =
                            "Bearer secret"
                                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
                    int status = !known ? 403 : path.endsWith("/keys") ? 200 : 404;
                    byte[] answer = "{\"data\":{\"org\":\"KEY\"}}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        environment = cluster("secret");
    }

    private Map<String, String> cluster(String token) throws IOException {
        Path file =
                Files.writeString(
                        scratch.resolve(token),
                        """
                        current-context: here
                        contexts: [{name: here, context: {cluster: c, user: u}}]
                        clusters: [{name: c, cluster: {server: "http://127.0.0.1:PORT"}}]
                        users: [{name: u, user: {token: TOKEN}}]
                        """
                                .replace("PORT", Integer.toString(server.getAddress().getPort()))
                                .replace("TOKEN", token));
        return Map.of("KUBECONFIG", file.toString());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatIsThereAndWhatIsNotAreToldApart() throws IOException {
        ClusterReader reader = ClusterReader.of(environment);
        assertEquals(
                Map.of("org", "KEY"),
                reader.get("/api/v1/namespaces/a/configmaps/keys").orElseThrow().get("data"));
        assertTrue(reader.get("/api/v1/namespaces/a/configmaps/gone").isEmpty());
    }

    @Test
    void whatMustNotBeReadIsNotTakenForNotThere() throws IOException {
        ClusterReader reader = ClusterReader.of(cluster("other"));
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> reader.get("/api/v1/namespaces/a/configmaps/keys"));
        assertTrue(String.valueOf(e.getMessage()).contains("status 403"), e.getMessage());
        for (String path : new String[] {"http://other/", "/logs/", "/api/ a"}) {
            assertThrows(IOException.class, () -> reader.get(path), path);
        }
    }
}
