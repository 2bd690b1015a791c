package dev.cooper.registry.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.TestStorage;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.storage.Storage;

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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Garbage is collected without a pause beside clients that push, mount, retag, pull and delete the
 * same few blobs, through as many registries as may share the storage; {@code -Dsoak.seconds=600}
 * does so for longer.
 */
@ParameterizedClass
@EnumSource(TestStorage.class)
class GarbageSoakIT {
    private static final int SECONDS = Integer.getInteger("soak.seconds", 10);
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final int CLIENTS = 6;

    @Parameter TestStorage storage;
    @TempDir Path directory;
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();

    @Test
    void noBlobIsLostAndNoPushFails() throws IOException, InterruptedException {
        RegistryConfig config = storage.in(directory);
        config = config.withStorage(config.storage().withLease(LEASE));
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        List<SoakClient> clients = new ArrayList<>();
        long collected;
        List<TestRegistry> registries = new ArrayList<>();
        try {
            for (int i = 0; i < storage.registries(); i++) {
                registries.add(new TestRegistry(config));
            }
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                SoakClient client =
                        new SoakClient(
                                registries.get(i % registries.size()), i, LEASE, end, broken);
                clients.add(client);
                threads.add(Thread.ofVirtual().start(client));
            }
            collected = collectUntil(end, config);
            for (Thread thread : threads) {
                thread.join();
            }
            clients.forEach(SoakClient::pullEverything);
            RegistryCheck.Report report =
                    RegistryCheck.check(config, false, RegistryCheck.Progress.NONE);
            assertTrue(report.isClean(), report.problems().toString());
        } finally {
            for (TestRegistry registry : registries) {
                registry.close();
            }
        }
        assertEquals(List.of(), List.copyOf(broken));
        assertTrue(clients.stream().allMatch(client -> client.pushes() > 0));
        assertTrue(collected > 0, "nothing was collected: the test shows nothing");
        System.out.println(
                "soak: "
                        + clients.stream().mapToLong(SoakClient::pushes).sum()
                        + " images pushed, "
                        + collected
                        + " blobs collected in "
                        + SECONDS
                        + " s");
    }

    /** Collects over a database connection of its own, as another process would. */
    private long collectUntil(long end, RegistryConfig config) throws IOException {
        long collected = 0;
        try (Storage storage = Storage.openExisting(config)) {
            while (System.nanoTime() < end) {
                collected += RegistryGarbage.collect(storage, false, true).blobs();
            }
        }
        return collected;
    }
}
