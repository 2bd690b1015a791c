package dev.cooper.registry.operations;

import dev.cooper.registry.config.NotificationsConfig;

import org.eclipse.jetty.http.HttpStatus;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Delivers the events of one end point, one after the other, each until it is accepted. What is
 * delivered is taken out of the outbox a little later: after a crash some events come again.
 */
final class Courier implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");
    private static final String TYPE = "application/vnd.docker.distribution.events.v2+json";
    private static final int BATCH = 100;

    /** How long an idle courier waits before it looks for events of other nodes. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration TRIM = Duration.ofSeconds(10);

    /** What the metrics tell of an end point. */
    static final class Counts {
        final LongAdder events = new LongAdder();
        final LongAdder successes = new LongAdder();
        final LongAdder failures = new LongAdder();
        final LongAdder errors = new LongAdder();
        final LongAdder dropped = new LongAdder();
        final Map<String, LongAdder> statuses = new ConcurrentHashMap<>();
    }

    private final NotificationsConfig.Endpoint endpoint;
    private final Outbox outbox;
    private final long most;
    private final Traces traces;
    private final HttpClient client;
    private final Counts counts = new Counts();
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private int failures;
    private long trimmedAt;
    private long heldAt;
    private volatile boolean closing;

    private Courier(
            NotificationsConfig.Endpoint endpoint, Outbox outbox, long most, Traces traces) {
        this.endpoint = endpoint;
        this.outbox = outbox;
        this.most = most;
        this.traces = traces;
        this.trimmedAt = System.nanoTime() - TRIM.toNanos();
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(endpoint.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
        this.thread =
                Thread.ofVirtual()
                        .name("registry-courier-" + endpoint.name())
                        .unstarted(this::loop);
    }

    static Courier start(
            NotificationsConfig.Endpoint endpoint, Outbox outbox, long most, Traces traces) {
        Courier courier = new Courier(endpoint, outbox, most, traces);
        courier.thread.start();
        return courier;
    }

    NotificationsConfig.Endpoint endpoint() {
        return endpoint;
    }

    Counts counts() {
        return counts;
    }

    long pending() throws IOException {
        return outbox.count(endpoint.name());
    }

    /** Says that there may be something to deliver. */
    void ring() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    private void loop() {
        while (!closing) {
            try {
                if (!round()) {
                    rest(LOOK);
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                if (closing) {
                    return; // interrupted at the database: what waits is delivered next time
                }
                LOG.log(System.Logger.Level.ERROR, "delivering events to " + endpoint.name(), e);
                try {
                    Thread.sleep(LOOK);
                } catch (InterruptedException again) {
                    return;
                }
            }
        }
    }

    private void rest(Duration most) throws InterruptedException {
        if (bell.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
            bell.drainPermits();
        }
    }

    /** Delivers what it can; false when there is nothing to do for now. */
    private boolean round() throws IOException, InterruptedException {
        trim();
        List<Outbox.Letter> letters = outbox.first(endpoint.name(), BATCH);
        if (letters.isEmpty() || !hold()) {
            return false;
        }
        List<Outbox.Letter> delivered = new ArrayList<>();
        boolean accepted = true;
        try {
            for (Outbox.Letter letter : letters) {
                accepted = hold() && deliver(letter);
                if (!accepted || closing) {
                    break;
                }
                delivered.add(letter);
            }
        } finally {
            outbox.remove(delivered);
        }
        if (!accepted && failures >= endpoint.threshold()) {
            Thread.sleep(endpoint.backoff());
        }
        return true;
    }

    private void trim() throws IOException {
        long now = System.nanoTime();
        if (now - trimmedAt < TRIM.toNanos()) {
            return;
        }
        trimmedAt = now;
        long dropped = outbox.trim(endpoint.name(), most);
        if (dropped > 0) {
            counts.dropped.add(dropped);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "dropped the {0} oldest events for {1}: more than {2} waited",
                    Long.toString(dropped),
                    endpoint.name(),
                    Long.toString(most));
        }
    }

    /** Keeps the end point this node's; asks the database only every few seconds. */
    private boolean hold() throws IOException {
        long now = System.nanoTime();
        if (heldAt != 0 && now - heldAt < Outbox.HOLD.toNanos() / 3) {
            return true;
        }
        heldAt = outbox.hold(endpoint.name()) ? now : 0;
        return heldAt != 0;
    }

    private boolean deliver(Outbox.Letter letter) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.url())
                        .timeout(endpoint.timeout())
                        .header("Content-Type", TYPE)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"events\":[" + letter.event() + "]}",
                                        StandardCharsets.UTF_8));
        endpoint.headers().forEach((name, values) -> values.forEach(v -> request.header(name, v)));
        try (Span span = traces.sending("POST", endpoint.url(), letter.trace())) {
            span.headers().forEach(request::setHeader);
            return isAccepted(request.build(), span);
        }
    }

    private boolean isAccepted(HttpRequest request, Span span) throws InterruptedException {
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            span.answered(status);
            counts.statuses
                    .computeIfAbsent(
                            status + " " + HttpStatus.getMessage(status), _ -> new LongAdder())
                    .increment();
            if (status >= 200 && status < 300) {
                counts.successes.increment();
                recovered();
                return true;
            }
            counts.failures.increment();
            failed("it answered " + status);
        } catch (IOException e) {
            span.failed(e);
            counts.errors.increment();
            failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
        return false;
    }

    private void failed(String reason) {
        failures++;
        if (failures == 1 || failures == endpoint.threshold()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an event for {0} was not accepted, it is sent again: {1}",
                    endpoint.name(),
                    reason);
        }
    }

    private void recovered() {
        if (failures > 0) {
            LOG.log(System.Logger.Level.INFO, "{0} accepts events again", endpoint.name());
        }
        failures = 0;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
        if (heldAt != 0) {
            outbox.release(endpoint.name());
        }
    }
}
