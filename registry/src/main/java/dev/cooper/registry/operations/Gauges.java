package dev.cooper.registry.operations;

import dev.cooper.registry.storage.Database;
import dev.cooper.registry.storage.Uploads;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.List;

/** Metrics that are read from the parts of a registry when somebody asks. */
final class Gauges {
    private Gauges() {}

    static void notifications(PrometheusRegistry registry, List<Courier> couriers) {
        CounterWithCallback.builder()
                .name("registry_notifications_events_total")
                .help("Events by what became of them")
                .labelNames("type", "endpoint")
                .callback(out -> {
                    for (Courier courier : couriers) {
                        String name = courier.endpoint().name();
                        Courier.Counts counts = courier.counts();
                        out.call((double) counts.events.sum(), "Events", name);
                        out.call((double) counts.successes.sum(), "Successes", name);
                        out.call((double) counts.failures.sum(), "Failures", name);
                        out.call((double) counts.errors.sum(), "Errors", name);
                        out.call((double) counts.dropped.sum(), "Dropped", name);
                    }
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("registry_notifications_status_total")
                .help("Answers of end points by status")
                .labelNames("code", "endpoint")
                .callback(out -> {
                    for (Courier courier : couriers) {
                        courier.counts()
                                .statuses
                                .forEach((code, count) ->
                                        out.call(
                                                (double) count.sum(),
                                                code,
                                                courier.endpoint().name()));
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("registry_notifications_pending_total")
                .help("Events that wait for their end point")
                .labelNames("endpoint")
                .callback(out -> {
                    for (Courier courier : couriers) {
                        out.call(number(courier::pending), courier.endpoint().name());
                    }
                })
                .register(registry);
    }

    /** What has to be looked up. */
    private interface Count {
        long read() throws IOException;
    }

    private static double number(Count count) {
        try {
            return (double) count.read();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    static void requests(PrometheusRegistry registry, RequestsUnderWay underWay) {
        GaugeWithCallback.builder()
                .name("registry_http_in_flight_requests")
                .help("Requests that are being answered")
                .labelNames("handler")
                .callback(
                        out -> underWay.each((handler, count) -> out.call((double) count, handler)))
                .register(registry);
    }

    static void uploads(PrometheusRegistry registry, Uploads uploads) {
        GaugeWithCallback.builder()
                .name("cooper_registry_uploads")
                .help("Uploads that were begun and have not ended")
                .callback(out -> out.call(number(uploads::count)))
                .register(registry);
    }

    static void process(PrometheusRegistry registry, Database database) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        GaugeWithCallback.builder()
                .name("jvm_memory_used_bytes")
                .help("Memory that the JVM uses")
                .labelNames("area")
                .callback(out -> {
                    out.call((double) memory.getHeapMemoryUsage().getUsed(), "heap");
                    out.call((double) memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("process_start_time_seconds")
                .help("When the process started, in seconds since 1970")
                .callback(out ->
                        out.call(ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("cooper_registry_database_waiting")
                .help("Changes that wait for the database")
                .callback(out -> out.call((double) database.waiting()))
                .register(registry);
    }
}
