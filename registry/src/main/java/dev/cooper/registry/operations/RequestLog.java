package dev.cooper.registry.operations;

import dev.cooper.registry.config.LogConfig;
import dev.cooper.registry.protocol.Route;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * One line for every request that is over, written by a thread of its own: no request waits for the
 * log. When whoever reads it falls behind, lines are left out and counted.
 */
final class RequestLog implements RequestObserver, AutoCloseable {
    private static final int MOST_WAITING = 16_384;

    private final BlockingQueue<Served> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder leftOut = new LongAdder();
    private final LogConfig config;
    private final OutputStream out;
    private final Thread thread;
    private volatile boolean closing;

    RequestLog(LogConfig config, OutputStream out) {
        this.config = config;
        this.out = out;
        this.thread = Thread.ofPlatform().name("registry-log").daemon().start(this::loop);
    }

    @Override
    public void served(Served request) {
        if (request.uri().equals("/livez") || request.uri().equals("/readyz")) {
            return; // asked every few seconds, and of interest to nobody
        }
        if (!waiting.offer(request)) {
            leftOut.increment();
        }
    }

    private void loop() {
        List<Served> batch = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        while (!closing || !waiting.isEmpty()) {
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                continue;
            }
            waiting.drainTo(batch);
            for (Served each : batch) {
                line(lines, each);
            }
            batch.clear();
            long lost = leftOut.sumThenReset();
            if (lost > 0) {
                config.format()
                        .line(
                                lines,
                                Instant.now(),
                                LogConfig.Level.WARN,
                                lost + " requests have no line, because the log is read too slowly",
                                Map.of());
            }
            write(lines);
            lines.setLength(0);
        }
    }

    private void write(StringBuilder lines) {
        try {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // The reader of the log is gone; requests are served all the same.
        }
    }

    private void line(StringBuilder lines, Served request) {
        Map<String, Object> fields = new LinkedHashMap<>(config.fields());
        if (!request.user().isEmpty()) {
            fields.put("auth.user.name", request.user());
        }
        fields.put("http.request.host", request.host());
        fields.put("http.request.id", request.id());
        fields.put("http.request.method", request.method());
        fields.put("http.request.remoteaddr", request.remote());
        fields.put("http.request.uri", request.uri());
        fields.put("http.request.useragent", request.agent());
        if (!request.type().isEmpty()) {
            fields.put("http.response.contenttype", request.type());
        }
        fields.put("http.response.duration", milliseconds(request.duration()));
        fields.put("http.response.status", request.status());
        fields.put("http.response.written", request.sent());
        if (!request.trace().isEmpty()) {
            fields.put("trace_id", request.trace());
            fields.put("span_id", request.span());
        }
        Route route = request.route();
        if (route != null && !route.repository().isEmpty()) {
            fields.put("vars.name", route.repository());
        }
        config.format()
                .line(
                        lines,
                        request.began().plus(request.duration()),
                        LogConfig.Level.INFO,
                        "response completed",
                        fields);
    }

    /** As Go prints it: {@code 1.234ms}. */
    private static String milliseconds(Duration duration) {
        long micros = duration.toNanos() / 1000;
        String rest = Long.toString(1000 + micros % 1000).substring(1);
        return micros / 1000 + "." + rest + "ms";
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
