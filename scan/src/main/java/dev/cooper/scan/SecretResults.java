package dev.cooper.scan;

import dev.cooper.inventory.Inspected;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.report.Result;
import dev.cooper.scan.secret.SecretObserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts secrets under the files that hold them. */
final class SecretResults {
    private final SecretObserver observer;
    private final ScanOptions options;
    private final SkippedPaths skipped;
    private final Map<String, List<SecretFinding>> byPath = new TreeMap<>();

    SecretResults(SecretObserver observer, ScanOptions options, SkippedPaths skipped) {
        this.observer = observer;
        this.options = options;
        this.skipped = skipped;
    }

    /**
     * Takes what was found in layers.
     *
     * @param isImage whether there are layers, or just a directory
     */
    void add(Inspected inspected, boolean isImage) {
        for (int i = 0; i < inspected.observed().size(); i++) {
            byte[] kept = inspected.observed().get(i).get(observer.id());
            if (kept != null) {
                int layer = i;
                SecretObserver.decode(
                                kept,
                                isImage ? layer : -1,
                                path ->
                                        isImage
                                                && inspected
                                                        .inventory()
                                                        .overlay()
                                                        .hides(path, layer))
                        .forEach(this::add);
            }
        }
    }

    /**
     * Looks into the configuration of an image.
     *
     * @param name how reports call it
     */
    void addConfig(String name, String config) throws IOException {
        observer.find(name, config.getBytes(StandardCharsets.UTF_8)).forEach(this::add);
    }

    private void add(SecretFinding finding) {
        if (options.shows(finding.severity()) && !skipped.has(finding.path())) {
            byPath.computeIfAbsent(finding.path(), _ -> new ArrayList<>()).add(finding);
        }
    }

    List<Result> results() {
        List<Result> results = new ArrayList<>();
        byPath.forEach(
                (path, findings) -> results.add(Result.ofSecrets(path, findings, List.of())));
        return results;
    }
}
