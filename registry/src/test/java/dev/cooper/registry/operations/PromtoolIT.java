package dev.cooper.registry.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What Prometheus' own checker says of the metrics. */
class PromtoolIT {
    /** All that it complains of: this name is distribution's. */
    private static final String DISTRIBUTIONS =
            "registry_notifications_pending_total non-counter metrics should not have \"_total\""
                    + " suffix\n";

    @TempDir Path directory;

    @Test
    @Timeout(300)
    void promtoolHasNothingAgainstThem() throws Exception {
        Path promtool = Peers.require("promtool");
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                """
                http:
                  addr: 127.0.0.1:0
                  debug: {addr: '127.0.0.1:0', prometheus: {enabled: true}}
                notifications: {endpoints: [{name: one, url: 'http://127.0.0.1:9/'}]}
                """);
        RegistryConfig config = RegistryConfig.parse(Optional.of(file), Map.of(), directory);
        byte[] metrics;
        try (TestRegistry registry = new TestRegistry(config)) {
            registry.get("/v2/a/blobs/" + registry.pushBlob("a", new byte[40_000]));
            registry.get("/v2/a/tags/list");
            metrics = registry.debug("/metrics").body();
        }
        Processes.Result checked =
                Processes.run(
                        new ProcessBuilder(promtool.toString(), "check", "metrics"),
                        metrics,
                        Duration.ofMinutes(2));
        assertEquals(DISTRIBUTIONS, checked.out() + checked.err());
    }
}
