package dev.cooper.trust.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What a server counts, for Prometheus. */
final class ServerMetrics implements Service {
    private static final String REQUESTS = "cooper_trust_requests_total";
    private static final String LOGS = "cooper_trust_log_entries";

    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> logs = new LinkedHashMap<>();

    /** Tells the sizes of a log from now on; before requests come. */
    ServerMetrics with(String log, LongSupplier size) {
        logs.put(log, size);
        return this;
    }

    /**
     * A request was answered.
     *
     * @param service the one that answered; not what clients make up
     */
    void answered(String service, int status) {
        requests.computeIfAbsent(
                        "service=\"%s\",status=\"%d\"".formatted(service, status),
                        _ -> new LongAdder())
                .increment();
    }

    @Override
    public Optional<Answer> answer(Question question) {
        return (question.method() + " " + question.path()).equals("GET /metrics")
                ? Optional.of(Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", text()))
                : Optional.empty();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        text.append("# HELP %s Requests that were answered\n".formatted(REQUESTS));
        text.append("# TYPE %s counter\n".formatted(REQUESTS));
        new TreeMap<>(requests)
                .forEach((labels, count) ->
                        text.append("%s{%s} %d\n".formatted(REQUESTS, labels, count.sum())));
        text.append("# HELP %s Entries that are on the disk\n".formatted(LOGS));
        text.append("# TYPE %s gauge\n".formatted(LOGS));
        logs.forEach((log, size) ->
                text.append("%s{log=\"%s\"} %d\n".formatted(LOGS, log, size.getAsLong())));
        return text.toString();
    }
}
