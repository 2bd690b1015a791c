package dev.cooper.registry.http;

import dev.cooper.registry.config.LimitsConfig;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hangs up on clients that hold a connection by sending or taking a byte now and then. Connections
 * on which nothing happens at all are the business of the connector's idle timeout.
 */
public final class SlowClients implements Connection.Listener, AutoCloseable {
    /** What a slow network may need beside the minimum rate. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Whether a request's headers are on their way, and since when. */
    private static final class Progress {
        private final AtomicInteger answering = new AtomicInteger();
        private long requests;
        private long bytes;
        private long since;
        private boolean partial;
    }

    private final LimitsConfig limits;
    private final long idleNanos;
    private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();
    private final Map<Exchange, Long> writes = new ConcurrentHashMap<>();
    private final Thread thread;

    /**
     * @param idle how long a connection may be silent before its first request
     */
    public SlowClients(LimitsConfig limits, Duration idle) {
        this.limits = limits;
        this.idleNanos = idle.toNanos();
        this.thread = Thread.ofVirtual().name("registry-slow-clients").start(this::watch);
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof SslConnection)) {
            connections.put(connection, new Progress());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    private void watch() {
        while (true) {
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                return;
            }
            long now = System.nanoTime();
            connections.forEach((connection, progress) -> {
                if (isTooSlow(connection, progress, now)) {
                    connection.getEndPoint().close(new IOException("the request came too slowly"));
                }
            });
            writes.forEach((exchange, deadline) -> {
                if (deadline - now < 0) {
                    exchange.hangUp();
                }
            });
        }
    }

    /** Looks at the headers; bodies are looked at by who reads them. */
    private boolean isTooSlow(Connection connection, Progress progress, long now) {
        long requests = connection.getMessagesIn();
        long bytes = connection.getBytesIn();
        if (progress.answering.get() > 0 || requests != progress.requests) {
            progress.requests = requests;
            progress.bytes = bytes;
            progress.partial = false;
            return false;
        }
        if (requests == 0 && bytes == 0) {
            // Perhaps in the middle of a handshake, which may be slow on purpose, too.
            long age = System.currentTimeMillis() - connection.getCreatedTimeStamp();
            return TimeUnit.MILLISECONDS.toNanos(age) > idleNanos;
        }
        if (bytes == progress.bytes) {
            return false;
        }
        if (!progress.partial) {
            progress.partial = true;
            progress.since = now;
        }
        return now - progress.since > limits.headers().toNanos();
    }

    /** Notes that the headers of a request have come; {@link #answered} must follow. */
    public void answering(Request request) {
        count(request, 1);
    }

    /** Notes that a request was answered. */
    public void answered(Request request) {
        count(request, -1);
    }

    /** Not by the connection's own counts: for it, {@code 100 Continue} is an answer. */
    private void count(Request request, int change) {
        Progress progress = connections.get(request.getConnectionMetaData().getConnection());
        if (progress != null) {
            progress.answering.addAndGet(change);
        }
    }

    /** Notes that bytes are about to be sent; {@link #sent} must follow. */
    void sending(Exchange exchange, long bytes) {
        long seconds = bytes / limits.bytesPerSecond();
        writes.put(
                exchange, System.nanoTime() + GRACE.toNanos() + TimeUnit.SECONDS.toNanos(seconds));
    }

    void sent(Exchange exchange) {
        writes.remove(exchange);
    }

    /**
     * Judges what came of a body while the registry did nothing but wait for it.
     *
     * @param waitedNanos how long it waited
     * @throws ApiException when that was too little
     */
    void received(long bytes, long waitedNanos) {
        double seconds = (double) waitedNanos / TimeUnit.SECONDS.toNanos(1);
        if (bytes < seconds * limits.bytesPerSecond()) {
            throw new ApiException(
                            ErrorCode.SIZE_INVALID,
                            408,
                            "the body came more slowly than "
                                    + limits.bytesPerSecond()
                                    + " bytes a second")
                    .header("Connection", "close");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
