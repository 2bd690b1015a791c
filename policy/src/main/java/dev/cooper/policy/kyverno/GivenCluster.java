package dev.cooper.policy.kyverno;

import dev.cooper.policy.evidence.Cluster;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A cluster of nothing but objects that are written down. */
final class GivenCluster implements Cluster {
    private final List<Map<String, @Nullable Object>> objects;

    GivenCluster(List<Map<String, @Nullable Object>> objects) {
        this.objects = List.copyOf(objects);
    }

    @Override
    public Optional<? extends @Nullable Object> get(String path) {
        List<Object> listed = new ArrayList<>();
        for (Map<String, @Nullable Object> each : objects) {
            String home = home(each, true);
            if (path.equals(home + "/" + name(each))) {
                return Optional.of(each);
            }
            if (path.equals(home) || path.equals(home(each, false))) {
                listed.add(each);
            }
        }
        return listed.isEmpty() ? Optional.empty() : Optional.of(Map.of("items", listed));
    }

    /** The path of the list that an object is in. */
    private static String home(Map<String, @Nullable Object> object, boolean ofNamespace) {
        String version = String.valueOf(object.get("apiVersion"));
        Map<?, ?> metadata = object.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
        String kind = String.valueOf(object.get("kind")).toLowerCase(Locale.ROOT);
        String plural =
                kind.endsWith("s")
                        ? kind + "es"
                        : kind.endsWith("y")
                                ? kind.substring(0, kind.length() - 1) + "ies"
                                : kind + "s";
        Object namespace = metadata.get("namespace");
        return (version.contains("/") ? "/apis/" : "/api/")
                + version
                + (ofNamespace && namespace != null ? "/namespaces/" + namespace : "")
                + "/"
                + plural;
    }

    private static String name(Map<String, @Nullable Object> object) {
        return object.get("metadata") instanceof Map<?, ?> metadata
                ? String.valueOf(metadata.get("name"))
                : "";
    }
}
