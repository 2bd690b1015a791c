package dev.cooper.policy.admission;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a webhook counts, for Prometheus. */
final class AdmissionMetrics {
    /** The media type of the text. */
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final List<Double> BOUNDS =
            List.of(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1d, 2.5, 5d, 10d, 30d);

    private final Map<String, LongAdder> reviews = new ConcurrentHashMap<>();
    private final LongAdder[] buckets = new LongAdder[BOUNDS.size() + 1];
    private final LongAdder nanos = new LongAdder();
    private final LongAdder refusedRequests = new LongAdder();
    private final AtomicInteger underWay = new AtomicInteger();

    AdmissionMetrics() {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    /** A question is being answered. */
    void began() {
        underWay.incrementAndGet();
    }

    /** A question is answered, or its client gone. */
    void ended() {
        underWay.decrementAndGet();
    }

    /** A request was none. */
    void refused() {
        refusedRequests.increment();
    }

    /** A question was answered. */
    void answered(
            String webhook, AdmissionReview review, AdmissionResponse response, Duration took) {
        String kind =
                WorkloadKind.of(review.group(), review.kind()).isPresent()
                        ? review.kind()
                        : "other"; // what clients make up must not become a label
        String labels =
                "webhook=\"%s\",operation=\"%s\",kind=\"%s\",decision=\"%s\""
                        .formatted(
                                webhook,
                                review.operation().name().toLowerCase(Locale.ROOT),
                                kind,
                                decision(response));
        reviews.computeIfAbsent(labels, _ -> new LongAdder()).increment();
        double seconds = took.toNanos() / 1e9;
        int bucket = 0;
        while (bucket < BOUNDS.size() && seconds > BOUNDS.get(bucket)) {
            bucket++;
        }
        buckets[bucket].increment();
        nanos.add(took.toNanos());
    }

    private static String decision(AdmissionResponse response) {
        if (!response.isAllowed()) {
            return "deny";
        }
        return response.warnings().isEmpty() ? "allow" : "warn";
    }

    /** Writes all in the text format of Prometheus. */
    String text(AgedCache<?, ?> cache) {
        StringBuilder text = new StringBuilder();
        head(text, "cooper_admission_reviews_total", "counter", "Questions that were answered");
        new TreeMap<>(reviews)
                .forEach((labels, count) ->
                        text.append(
                                "cooper_admission_reviews_total{%s} %d\n"
                                        .formatted(labels, count.sum())));
        String duration = "cooper_admission_review_duration_seconds";
        head(text, duration, "histogram", "Time that answers took");
        long sum = 0;
        for (int i = 0; i < buckets.length; i++) {
            sum += buckets[i].sum();
            String bound = i == BOUNDS.size() ? "+Inf" : BOUNDS.get(i).toString();
            text.append("%s_bucket{le=\"%s\"} %d\n".formatted(duration, bound, sum));
        }
        text.append("%s_sum %s\n".formatted(duration, nanos.sum() / 1e9));
        text.append("%s_count %d\n".formatted(duration, sum));
        one(
                text,
                "cooper_admission_refused_requests_total",
                "counter",
                "Requests that were no questions",
                refusedRequests.sum());
        one(
                text,
                "cooper_admission_under_way",
                "gauge",
                "Questions that are being answered",
                underWay.get());
        one(
                text,
                "cooper_admission_cache_hits_total",
                "counter",
                "Images of which something was known already",
                cache.hits());
        one(
                text,
                "cooper_admission_cache_misses_total",
                "counter",
                "Images that were looked at anew",
                cache.misses());
        return text.toString();
    }

    private static void one(StringBuilder text, String name, String type, String help, long value) {
        head(text, name, type, help);
        text.append(name).append(' ').append(value).append('\n');
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
    }
}
