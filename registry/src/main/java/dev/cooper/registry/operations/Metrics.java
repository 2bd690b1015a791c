package dev.cooper.registry.operations;

import dev.cooper.registry.maintenance.RegistryGarbage;
import dev.cooper.registry.protocol.Route;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;

/** Counts for Prometheus, under distribution's names where it has one. */
public final class Metrics implements RequestObserver {
    static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double[] SECONDS = {
        .001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25, 60, 300
    };
    private static final double[] BYTES = {
        1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26, 1 << 28,
        1 << 30, 1L << 32
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests =
            Counter.builder()
                    .withoutExemplars()
                    .name("registry_http_requests_total")
                    .help("Requests that were answered")
                    .labelNames("handler", "method", "code")
                    .register(registry);
    private final Histogram duration =
            histogram("registry_http_request_duration_seconds", "Time that requests took", SECONDS)
                    .labelNames("handler", "method")
                    .register(registry);
    private final Histogram received =
            histogram("registry_http_request_size_bytes", "Bodies of requests", BYTES)
                    .labelNames("handler")
                    .register(registry);
    private final Histogram sent =
            histogram("registry_http_response_size_bytes", "Bodies of answers", BYTES)
                    .labelNames("handler")
                    .register(registry);
    private final Histogram storage =
            histogram("registry_storage_action_seconds", "Time that the storage took", SECONDS)
                    .labelNames("driver", "action")
                    .register(registry);
    private final Histogram database =
            histogram(
                            "cooper_registry_database_seconds",
                            "Time that reads and changes of the database took, waiting included",
                            SECONDS)
                    .labelNames("kind")
                    .register(registry);
    private final Counter freedBlobs =
            counter("cooper_registry_gc_blobs_total", "Blobs deleted as garbage");
    private final Counter freedBytes =
            counter("cooper_registry_gc_bytes_total", "Bytes deleted as garbage");
    private final Proxied proxied = new Proxied();

    private static Histogram.Builder histogram(String name, String help, double[] bounds) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .withoutExemplars() // the text format has none, and they would load OpenTelemetry
                .classicOnly()
                .classicUpperBounds(bounds);
    }

    private Counter counter(String name, String help) {
        return Counter.builder().name(name).help(help).withoutExemplars().register(registry);
    }

    /** Where further metrics are added. */
    PrometheusRegistry registry() {
        return registry;
    }

    @Override
    public void served(Served request) {
        String handler = handler(request.route());
        String method = request.method().toLowerCase(Locale.ROOT);
        requests.labelValues(handler, known(method), Integer.toString(request.status())).inc();
        duration.labelValues(handler, known(method)).observe(seconds(request.duration()));
        received.labelValues(handler).observe((double) Math.max(0, request.received()));
        sent.labelValues(handler).observe((double) Math.max(0, request.sent()));
    }

    /** What clients make up must not become a label. */
    private static String known(String method) {
        return switch (method) {
            case "get", "head", "post", "put", "patch", "delete", "options" -> method;
            default -> "unknown";
        };
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** What distribution calls the place that a request goes to. */
    static String handler(@Nullable Route route) {
        return switch (route) {
            case Route.Base _ -> "base";
            case Route.Catalog _ -> "catalog";
            case Route.Discover _ -> "discover";
            case Route.Tags _ -> "tags";
            case Route.Manifest _ -> "manifest";
            case Route.Blob _ -> "blob";
            case Route.Uploads _ -> "blob_upload";
            case Route.Upload _ -> "blob_upload_chunk";
            case Route.Referrers _ -> "referrers";
            case Route.Trust _ -> "trust";
            case null -> "none";
        };
    }

    void stored(String driver, String action, long nanos) {
        storage.labelValues(driver, action).observe(nanos / 1e9);
    }

    void used(String kind, long nanos) {
        database.labelValues(kind).observe(nanos / 1e9);
    }

    void collected(RegistryGarbage.Collected garbage) {
        freedBlobs.inc(garbage.blobs());
        freedBytes.inc(garbage.bytes());
    }

    /** What a pull-through cache counts. */
    Proxied proxied() {
        return proxied;
    }

    /** Writes all in the text format of Prometheus. */
    void write(OutputStream out) throws IOException {
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
    }

    /** The counts of a pull-through cache; the type is {@code blob} or {@code manifest}. */
    public final class Proxied {
        private final Counter requests = of("registry_proxy_requests_total", "Requests");
        private final Counter hits = of("registry_proxy_hits_total", "Requests served from here");
        private final Counter misses =
                of("registry_proxy_misses_total", "Requests that needed the upstream");
        private final Counter pulled =
                of("registry_proxy_pulled_bytes_total", "Bytes fetched from the upstream");
        private final Counter pushed =
                of("registry_proxy_pushed_bytes_total", "Bytes sent to clients");

        private Counter of(String name, String help) {
            return Counter.builder()
                    .name(name)
                    .help(help)
                    .labelNames("type")
                    .withoutExemplars()
                    .register(registry);
        }

        /** A manifest or blob was asked for, and was here or not. */
        public void asked(String type, boolean hit) {
            requests.labelValues(type).inc();
            (hit ? hits : misses).labelValues(type).inc();
        }

        /** Bytes came from the other registry. */
        public void pulled(String type, long bytes) {
            pulled.labelValues(type).inc(bytes);
        }

        /** Bytes went to a client. */
        public void pushed(String type, long bytes) {
            pushed.labelValues(type).inc(bytes);
        }
    }
}
