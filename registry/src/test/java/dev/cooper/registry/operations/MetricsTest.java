package dev.cooper.registry.operations;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.registry.TestBucket;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

@Timeout(120)
class MetricsTest {
    @TempDir Path directory;

    private RegistryConfig config() throws IOException {
        return RegistryConfig.parse(
                Optional.empty(),
                Map.of(
                        "REGISTRY_HTTP_ADDR",
                        "127.0.0.1:0",
                        "REGISTRY_HTTP_DEBUG_ADDR",
                        "127.0.0.1:0",
                        "REGISTRY_HTTP_DEBUG_PROMETHEUS_ENABLED",
                        "true"),
                directory);
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
    void metricsHaveDistributionsNames() throws IOException {
        try (TestRegistry registry = new TestRegistry(config())) {
            registry.get("/v2/a/blobs/" + registry.pushBlob("a", new byte[40_000]));
            registry.get("/v2/a/tags/list");
            String line =
                    "registry_http_requests_total{code=\"201\",handler=\"blob_upload\",method=\"post\"}";
            await(() -> text(registry.debug("/metrics")).contains(line + " 1.0"));
            String all = text(registry.debug("/metrics"));
            for (String name :
                    new String[] {
                        "registry_http_in_flight_requests{handler=\"tags\"} 0.0",
                        "registry_http_request_duration_seconds_bucket{handler=\"tags\",method=\"get\",le=\"0.001\"}",
                        "registry_http_request_size_bytes_sum{handler=\"blob_upload\"} 40000.0",
                        "registry_http_response_size_bytes_count{handler=\"tags\"} 1",
                        "registry_storage_action_seconds_count{action=\"Reader\",driver=\"filesystem\"}"
                            + " 1",
                        "cooper_registry_database_seconds_count{kind=\"write\"}",
                        "cooper_registry_database_waiting 0.0",
                        "jvm_memory_used_bytes{area=\"heap\"}"
                    }) {
                assertTrue(all.contains(name), () -> name + " is missing in\n" + all);
            }
            MetricsText.check(all);
        }
    }

    @Test
    void uploadsThatAreOpenAreCountedHoweverFewBytesTheyHave() throws IOException {
        try (TestRegistry registry = new TestRegistry(config())) {
            String small = registry.startUpload("a");
            String large = registry.startUpload("a");
            registry.send("PATCH", large, new byte[2_000_000]);
            assertMetric(registry, "cooper_registry_uploads 2.0");
            registry.delete(small);
            registry.delete(large);
            assertMetric(registry, "cooper_registry_uploads 0.0");
        }
    }

    @Test
    void whatABucketDoesIsCountedAsS3() throws IOException {
        RegistryConfig config = config();
        RegistryConfig bucket =
                config.withStorage(config.storage().withS3(TestBucket.shared().create()));
        try (TestRegistry registry = new TestRegistry(bucket)) {
            registry.get("/v2/a/blobs/" + registry.pushBlob("a", new byte[400_000]));
            String line =
                    "registry_storage_action_seconds_count{action=\"Reader\",driver=\"s3\"} 1";
            assertMetric(registry, line);
        }
    }

    private static void assertMetric(TestRegistry registry, String line) {
        String all = text(registry.debug("/metrics"));
        assertTrue(all.contains("\n" + line + "\n"), () -> line + " is missing in\n" + all);
    }
}
