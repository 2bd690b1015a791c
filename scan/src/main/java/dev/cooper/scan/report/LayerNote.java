package dev.cooper.scan.report;

import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells below a table whose layers its findings are in. */
final class LayerNote {
    private static final int MOST = 5;

    private LayerNote() {}

    /**
     * Lines such as {@code 2 are in layers of the base image debian:12, 1 above it}, or nothing.
     */
    static String of(List<VulnerabilityFinding> findings, Metadata metadata) {
        if (findings.isEmpty()) {
            return "";
        }
        StringBuilder note = new StringBuilder();
        if (metadata.hasNamedBase()) {
            long ofBase = findings.stream().filter(metadata.base().orElseThrow()::has).count();
            note.append(ofBase)
                    .append(" in layers of ")
                    .append(metadata.base().orElseThrow().title())
                    .append(", ")
                    .append(findings.size() - ofBase)
                    .append(" in layers above it\n");
        }
        Map<String, Integer> lines = new TreeMap<>();
        for (VulnerabilityFinding each : findings) {
            int layer = each.found().layer();
            if (layer >= 0 && layer < metadata.layers().size()) {
                lines.merge(metadata.layers().get(layer).origin(), 1, Integer::sum);
            }
        }
        lines.remove("");
        if (!lines.isEmpty()) {
            List<String> shown =
                    lines.entrySet().stream()
                            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                            .limit(MOST)
                            .map(line -> line.getKey() + " (" + line.getValue() + ")")
                            .toList();
            note.append("Brought by ").append(String.join(", ", shown));
            note.append(lines.size() > MOST ? " and others\n" : "\n");
        }
        return note.isEmpty() ? "" : note.append('\n').toString();
    }
}
