package dev.cooper.registry.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;

import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

@Timeout(120)
class HealthTest {
    @TempDir Path directory;

    private TestRegistry start(String yaml) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                "http: {addr: '127.0.0.1:0', debug: {addr: '127.0.0.1:0',"
                        + " prometheus: {enabled: true}}}\n"
                        + yaml);
        RegistryConfig config =
                RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"));
        assertEquals(List.of(), config.warnings());
        return new TestRegistry(config);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Receiver.PATIENCE * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, "it did not come about");
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void aHealthyRegistryIsLiveAndReadyOnBothListeners() throws IOException {
        try (TestRegistry registry =
                start("health: {storagedriver: {enabled: true, interval: 10ms, threshold: 3}}")) {
            assertEquals(200, registry.get("/livez").statusCode());
            assertEquals(200, registry.get("/readyz").statusCode());
            assertEquals(200, registry.debug("/livez").statusCode());
            assertEquals(200, registry.debug("/readyz").statusCode());
            assertEquals("{}", text(registry.debug("/debug/health")));
            assertEquals(404, registry.debug("/v2/").statusCode());
            assertEquals(404, registry.get("/debug/health").statusCode());
        }
    }

    @Test
    void aFileTakesTheRegistryOutOfService() throws IOException {
        Path file = directory.resolve("maintenance");
        try (TestRegistry registry =
                start("health: {file: [{file: " + file + ", interval: 10ms}]}")) {
            assertEquals(200, registry.get("/v2/").statusCode());
            Files.createFile(file);
            await(() -> registry.debug("/debug/health").statusCode() == 503);
            assertEquals(
                    "{\"" + file + "\":\"file exists\"}", text(registry.debug("/debug/health")));
            assertEquals(503, registry.debug("/readyz").statusCode());
            assertEquals(200, registry.debug("/livez").statusCode());
            assertEquals(503, registry.get("/v2/").statusCode());
            Files.delete(file);
            await(() -> registry.get("/v2/").statusCode() == 200);
        }
    }

    @Test
    void otherServicesAreAskedAndAskedAgain() throws IOException {
        HttpServer other =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        other.start();
        int port = other.getAddress().getPort();
        String often = "interval: 10ms, threshold: 2, timeout: 5s";
        String http = "{uri: 'http://127.0.0.1:%d/x', statuscode: 204, %s}".formatted(port, often);
        String tcp = "{addr: '127.0.0.1:%d', %s}".formatted(port, often);
        try (TestRegistry registry = start("health: {http: [" + http + "], tcp: [" + tcp + "]}")) {
            assertEquals(200, registry.debug("/debug/health").statusCode());
            other.stop(0);
            await(() -> {
                String failing = text(registry.debug("/debug/health"));
                return failing.contains("\"127.0.0.1/x\":")
                        && failing.contains("\"127.0.0.1:" + port + "\":");
            });
        }
    }

    @Test
    void aRegistryWhoseStorageIsGoneIsNotReady() throws IOException {
        try (TestRegistry registry = start("")) {
            assertEquals(200, registry.debug("/readyz").statusCode());
            Path data = directory.resolve("data");
            Files.move(data, directory.resolve("moved"));
            await(() -> registry.debug("/readyz").statusCode() == 503);
            assertEquals(200, registry.debug("/livez").statusCode());
            Files.move(directory.resolve("moved"), data);
        }
    }
}
