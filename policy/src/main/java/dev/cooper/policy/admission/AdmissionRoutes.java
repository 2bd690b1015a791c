package dev.cooper.policy.admission;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/** Takes the requests of a cluster and of those who watch the webhook. */
final class AdmissionRoutes implements HttpHandler {
    private static final String JSON = "application/json";

    private final Admission admission;
    private final AgedCache<?, ?> cache;
    private final InstantSource clock;
    private final AdmissionLog log;
    private final AdmissionMetrics metrics = new AdmissionMetrics();
    private volatile boolean isStopping;

    AdmissionRoutes(
            Admission admission, AgedCache<?, ?> cache, InstantSource clock, AdmissionLog log) {
        this.admission = admission;
        this.cache = cache;
        this.clock = clock;
        this.log = log;
    }

    /** From now on it is not ready, so that a cluster asks another. */
    void stopping() {
        isStopping = true;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            switch (exchange.getRequestURI().getPath()) {
                case "/validate" -> review(exchange, "validate");
                case "/mutate" -> review(exchange, "mutate");
                case "/healthz" -> send(exchange, 200, "text/plain", "ok\n");
                case "/readyz" ->
                        send(
                                exchange,
                                isStopping ? 503 : 200,
                                "text/plain",
                                isStopping ? "stopping\n" : "ok\n");
                case "/metrics" -> send(exchange, 200, AdmissionMetrics.TYPE, metrics.text(cache));
                default -> throw new RefusedException(404, "there is nothing here");
            }
        } catch (RefusedException e) {
            metrics.refused();
            refuse(exchange, e.status(), String.valueOf(e.getMessage()));
        } catch (SyntaxException e) {
            metrics.refused();
            refuse(exchange, 400, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(exchange, 503, "the webhook is stopping");
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            log.said("a request failed: " + e);
            refuse(exchange, 500, "the webhook failed; its log says why");
        }
    }

    private void review(HttpExchange exchange, String webhook)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Duration granted = granted(exchange.getRequestURI().getQuery());
        AdmissionReview review = AdmissionReview.parse(body(exchange));
        metrics.began();
        try {
            AdmissionResponse response =
                    admission.answer(review, webhook.equals("mutate"), granted);
            byte[] json = response.toJson(review);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            metrics.answered(webhook, review, response, took);
            log.answered(new AdmissionLog.Entry(clock.instant(), webhook, review, response, took));
            send(exchange, 200, JSON, json);
        } finally {
            metrics.ended();
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            throw new RefusedException(405, "questions are sent with POST");
        }
        @Nullable String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(JSON)) {
            throw new RefusedException(415, "questions are of type " + JSON);
        }
        byte[] body = exchange.getRequestBody().readNBytes(AdmissionReview.MOST_BYTES + 1);
        if (body.length > AdmissionReview.MOST_BYTES) {
            throw new RefusedException(
                    413, "a question has at most " + AdmissionReview.MOST_BYTES + " bytes");
        }
        if (body.length == 0) {
            throw new RefusedException(400, "the question is missing");
        }
        return body;
    }

    /** Clusters say how long they wait: {@code timeout=10s}. */
    static Duration granted(@Nullable String query) {
        for (String word : query == null ? new String[0] : query.split("&", -1)) {
            if (word.startsWith("timeout=")) {
                return duration(word.substring("timeout=".length()));
            }
        }
        return Duration.ofSeconds(10); // what clusters grant when nobody said otherwise
    }

    private static Duration duration(String text) {
        try {
            // what Go writes, PT before it, is what Java reads, but for milliseconds
            Duration read =
                    text.endsWith("ms")
                            ? Duration.ofMillis(
                                    Long.parseLong(text.substring(0, text.length() - 2)))
                            : Duration.parse("PT" + text);
            boolean isSane = read.isPositive() && read.compareTo(Duration.ofMinutes(1)) <= 0;
            return isSane ? read : Duration.ofSeconds(10);
        } catch (RuntimeException e) {
            return Duration.ofSeconds(10);
        }
    }

    private static void refuse(HttpExchange exchange, int status, String sentence)
            throws IOException {
        send(exchange, status, JSON, Json.write(Map.of("error", sentence)));
    }

    private static void send(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        send(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
        if (!isHead) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
