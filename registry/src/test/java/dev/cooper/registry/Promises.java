package dev.cooper.registry;

import dev.cooper.oci.Digest;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What clients were told by a registry. Each path is changed by one client at a time; what a
 * request that got no answer has done is open until somebody looks.
 */
final class Promises {
    private final Map<String, Set<Optional<Digest>>> possible = new ConcurrentHashMap<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();

    /** A path is about to be changed. */
    void maybe(String path, Optional<Digest> content) {
        possible.computeIfAbsent(
                        path,
                        _ -> {
                            Set<Optional<Digest>> fresh = ConcurrentHashMap.newKeySet();
                            fresh.add(Optional.empty());
                            return fresh;
                        })
                .add(content);
    }

    /** The change was confirmed. */
    void surely(String path, Optional<Digest> content) {
        Set<Optional<Digest>> one = ConcurrentHashMap.newKeySet();
        one.add(content);
        possible.put(path, one);
    }

    void broken(String what) {
        broken.add(what);
    }

    Queue<String> broken() {
        return broken;
    }

    Set<String> paths() {
        return new HashSet<>(possible.keySet());
    }

    /** Compares what is there with what was promised; from now on that is what is there. */
    void check(String path, Optional<Digest> found) {
        Set<Optional<Digest>> expected = possible.getOrDefault(path, Set.of(Optional.empty()));
        if (!expected.contains(found)) {
            broken("GET " + path + ": " + found + " instead of " + expected);
        }
        surely(path, found);
    }
}
