package dev.cooper.registry.maintenance;

import dev.cooper.registry.storage.Storage;
import dev.cooper.registry.storage.Turns;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Ends forgotten uploads and collects garbage in one of the registries that share a storage. */
public final class Upkeep implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration COLLECT = Duration.ofHours(1);

    /** What it is to find is at least as old when it is found. */
    private static final Duration SWEEP = RegistryGarbage.UNNAMED;

    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");

    private final Storage storage;
    private final Turns turns;
    private final Consumer<RegistryGarbage.Collected> collected;
    private final Thread thread;

    private Upkeep(Storage storage, Consumer<RegistryGarbage.Collected> collected) {
        this.storage = storage;
        this.turns = new Turns(storage.database());
        this.collected = collected;
        this.thread = Thread.ofVirtual().name("registry-upkeep").unstarted(this::loop);
    }

    /**
     * Starts it.
     *
     * @param collected is told of garbage that was collected here
     */
    public static Upkeep start(Storage storage, Consumer<RegistryGarbage.Collected> collected) {
        Upkeep upkeep = new Upkeep(storage, collected);
        upkeep.thread.start();
        return upkeep;
    }

    private void loop() {
        while (true) {
            try {
                Thread.sleep(LOOK);
                if (turns.take("collect", COLLECT)) {
                    storage.uploads().expire();
                    collected.accept(
                            RegistryGarbage.collect(storage, false, turns.take("sweep", SWEEP)));
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "collecting garbage", e);
            }
        }
    }

    /** Ends it; what it is doing breaks off. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
