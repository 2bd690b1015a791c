package dev.cooper.policy.admission;

import dev.cooper.policy.evidence.Cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;

/**
 * The labels of namespaces, which reviews do not tell; looked up in the cluster, if there is one.
 */
final class NamespaceLabels {
    private static final int MOST_KEPT = 1000;

    private final Cluster cluster;
    private final AgedCache<String, FutureTask<SortedMap<String, String>>> known;

    NamespaceLabels(Cluster cluster, Duration age, LongSupplier nanos) {
        this.cluster = cluster;
        this.known = new AgedCache<>(age, MOST_KEPT, nanos);
    }

    /** Returns the labels; none when they are not known. */
    Map<String, String> of(String namespace) throws InterruptedException {
        if (cluster.equals(Cluster.NONE) || namespace.isEmpty()) {
            return Map.of();
        }
        FutureTask<SortedMap<String, String>> task =
                known.get(namespace, name -> new FutureTask<>(() -> find(name)));
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            known.forget(namespace, task);
            return Map.of();
        }
    }

    private SortedMap<String, String> find(String namespace) throws IOException {
        SortedMap<String, String> labels = new TreeMap<>();
        Object found = cluster.get("/api/v1/namespaces/" + namespace).orElse(null);
        if (found instanceof Map<?, ?> object
                && object.get("metadata") instanceof Map<?, ?> metadata
                && metadata.get("labels") instanceof Map<?, ?> all) {
            all.forEach((key, value) -> labels.put(String.valueOf(key), String.valueOf(value)));
        }
        return labels;
    }
}
