package dev.cooper.build;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Says for each step whether it was cached and, when not, which input changed since the same step
 * last ran: the one with the same text in the same stage, or else the one at the same place.
 */
final class Explainer {
    private static final int SHOWN = 5;

    private final CacheRecords records;
    private final String file;
    private final Queue<Explanation> explanations = new ConcurrentLinkedQueue<>();

    /**
     * Explains the steps of one Dockerfile.
     *
     * @param file what tells it from others: its absolute path
     */
    Explainer(CacheRecords records, String file) {
        this.records = records;
        this.file = file;
    }

    void add(Explanation explanation) {
        explanations.add(explanation);
    }

    /**
     * Compares what was collected with the step before, and remembers it for the next time.
     *
     * @param order the vertices as a reader expects them
     */
    List<CacheReport> reports(List<Vertex> order) throws IOException {
        Map<Digest, Explanation> byVertex = new LinkedHashMap<>();
        for (Explanation explanation : explanations) {
            byVertex.put(explanation.label().digest(), explanation);
        }
        List<CacheReport> reports = new ArrayList<>();
        Map<String, Integer> places = new LinkedHashMap<>();
        for (Vertex vertex : order) {
            Label label = vertex.label();
            int place = places.merge(label.stage(), 1, Integer::sum);
            Explanation explanation = byVertex.get(label.digest());
            if (explanation != null) {
                reports.add(report(explanation, place));
            }
        }
        return reports;
    }

    private CacheReport report(Explanation explanation, int place) throws IOException {
        Label label = explanation.label();
        Digest byText = step("text", label.stage(), label.instruction());
        Digest byPlace = step("place", label.stage(), Integer.toString(place));
        List<String> reasons = new ArrayList<>();
        if (explanation.hit() || !explanation.reason().isEmpty()) {
            reasons.add(explanation.reason());
        } else {
            Optional<Digest> before = records.step(byText);
            if (before.isEmpty()) {
                before = records.step(byPlace);
            }
            reasons.addAll(
                    before.isEmpty()
                            ? List.of("no earlier build had this step")
                            : differences(records.inputs(before.get()), explanation.inputs()));
        }
        if (!explanation.hit()) {
            records.putStep(byText, explanation.key());
            records.putStep(byPlace, explanation.key());
        }
        return new CacheReport(label.name(), explanation.hit(), reasons);
    }

    private Digest step(String kind, String stage, String what) {
        String text = String.join("\0", kind, file, stage, what);
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> differences(Map<String, String> before, Map<String, String> now) {
        if (before.isEmpty()) {
            return List.of("the record of the earlier build is gone");
        }
        List<String> changed = new ArrayList<>();
        now.forEach((name, value) -> {
            String old = before.get(name);
            if (old == null) {
                changed.add(name + " is new" + shown(name, value));
            } else if (!old.equals(value)) {
                changed.add(name + " changed" + from(name, old, value));
            }
        });
        before.forEach((name, value) -> {
            if (!now.containsKey(name)) {
                changed.add(name + " is gone");
            }
        });
        // The digest over all files says nothing that the files themselves do not say better.
        if (changed.stream().anyMatch(line -> line.startsWith("file "))) {
            changed.removeIf(line -> line.startsWith("content"));
        }
        if (changed.isEmpty()) {
            return List.of("the cached result was removed");
        }
        if (changed.size() > SHOWN) {
            int more = changed.size() - SHOWN;
            List<String> some = new ArrayList<>(changed.subList(0, SHOWN));
            some.add("and " + more + " more");
            return some;
        }
        return changed;
    }

    private static String shown(String name, String value) {
        return isDigest(value) || name.startsWith("file ") ? "" : " (" + value + ")";
    }

    private static String from(String name, String old, String value) {
        if (name.equals("root")) {
            return ": the step before it gave another result";
        }
        if (isDigest(old) || isDigest(value)) {
            return "";
        }
        return " from \"" + old + "\" to \"" + value + "\"";
    }

    private static boolean isDigest(String value) {
        return value.startsWith("sha256:");
    }
}
