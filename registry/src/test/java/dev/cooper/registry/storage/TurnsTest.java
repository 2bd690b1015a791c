package dev.cooper.registry.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@ParameterizedClass
@EnumSource(TestStorage.class)
class TurnsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Parameter TestStorage storage;
    @TempDir Path directory;

    @Test
    void aTurnIsTakenOnceWhenItIsDueWhoeverAsks()
            throws IOException, ExecutionException, InterruptedException {
        RegistryConfig config = storage.in(directory);
        try (Storage one = Storage.open(config);
                Storage other = Storage.open(config);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertFalse(new Turns(one.database()).take("x", HOUR), "the first is an hour later");
            for (int round = 0; round < 3; round++) {
                TestStorage.change(config, "UPDATE turn SET due_at = 0");
                List<Future<Boolean>> asked = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Turns turns = new Turns((i % 2 == 0 ? one : other).database());
                    asked.add(threads.submit(() -> turns.take("x", HOUR)));
                }
                int taken = 0;
                for (Future<Boolean> each : asked) {
                    taken += each.get() ? 1 : 0;
                }
                assertEquals(1, taken);
            }
            assertFalse(new Turns(other.database()).take("x", HOUR));
            assertTrue(new Turns(other.database()).take("y", Duration.ZERO));
        }
    }
}
