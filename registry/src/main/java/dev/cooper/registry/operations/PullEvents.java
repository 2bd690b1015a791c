package dev.cooper.registry.operations;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Collects events of pulls and writes many of them in one transaction, so that no pull waits for
 * the database. Those of the last moment are lost when the process is killed.
 */
final class PullEvents implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");
    private static final int MOST_WAITING = 20_000;
    private static final int MOST_AT_ONCE = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Takes events and keeps them. */
    interface Keeper {
        void keep(List<Event> events) throws IOException;
    }

    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder lost = new LongAdder();
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});
    private volatile boolean closing;

    void start(Keeper keeper) {
        thread = Thread.ofVirtual().name("registry-pull-events").start(() -> loop(keeper));
    }

    void add(Event event) {
        if (!waiting.offer(event)) {
            lost.increment();
        }
    }

    long lost() {
        return lost.sum();
    }

    private void loop(Keeper keeper) {
        List<Event> batch = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            try {
                if (!closing) {
                    batch.add(waiting.take());
                    if (waiting.size() < MOST_AT_ONCE) {
                        Thread.sleep(PAUSE);
                    }
                }
            } catch (InterruptedException e) {
                // it closes: what waits is still written
            }
            waiting.drainTo(batch, MOST_AT_ONCE - batch.size());
            try {
                keeper.keep(batch);
            } catch (IOException | RuntimeException e) {
                lost.add(batch.size());
                LOG.log(System.Logger.Level.ERROR, "keeping events of pulls", e);
            }
            batch.clear();
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
