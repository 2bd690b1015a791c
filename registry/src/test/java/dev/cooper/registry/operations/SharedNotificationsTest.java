package dev.cooper.registry.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Two registries on one PostgreSQL and one bucket tell one receiver. */
@Timeout(180)
class SharedNotificationsTest {
    private static final int EVENTS = 60;

    @TempDir Path directory;

    private RegistryConfig config(Receiver receiver) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                """
                http: {addr: '127.0.0.1:0'}
                notifications:
                  endpoints:
                    - {name: one, url: '%s', timeout: 10s, threshold: 2, backoff: 20ms}
                """
                        .formatted(receiver.url()));
        return TestStorage.SHARED.use(RegistryConfig.parse(Optional.of(file), Map.of(), directory));
    }

    @Test
    void everyEventOfBothArrivesAlthoughTheOneThatDeliversStops() throws IOException {
        try (Receiver receiver = new Receiver()) {
            RegistryConfig config = config(receiver);
            Set<String> pushed = new HashSet<>();
            try (TestRegistry stays = new TestRegistry(config)) {
                try (TestRegistry leaves = new TestRegistry(config)) {
                    for (int i = 0; i < EVENTS; i++) {
                        receiver.answer(i % 10 == 3 ? 500 : 200);
                        TestRegistry node = i % 2 == 0 ? stays : leaves;
                        node.pushBlob("r" + i, ("" + i).getBytes(StandardCharsets.UTF_8));
                        pushed.add("r" + i);
                    }
                    receiver.answer(500);
                }
                receiver.answer(200);
                stays.pushBlob("last", "last".getBytes(StandardCharsets.UTF_8));
                pushed.add("last");
                Set<String> told = new HashSet<>();
                int events = 0;
                while (!told.equals(pushed)) {
                    for (Map<?, ?> event : Receiver.events(receiver.next())) {
                        Map<?, ?> target = (Map<?, ?>) event.get("target");
                        assertTrue(target != null);
                        told.add(String.valueOf(target.get("repository")));
                        events++;
                    }
                }
                assertEquals(pushed.size(), events, "events came twice, and no registry crashed");
            }
        }
    }
}
