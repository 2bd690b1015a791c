package dev.cooper.scan.report;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.Finding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Counts findings by severity. */
final class Totals {
    private Totals() {}

    /** Such as {@code Total: 2 (LOW: 0, HIGH: 2)}, with those severities that are looked at. */
    static String of(
            String word, Collection<? extends Finding> findings, List<Severity> severities) {
        List<String> parts = new ArrayList<>();
        long total = 0;
        for (Severity severity : Severity.values()) {
            if (severities.contains(severity)) {
                long count = findings.stream().filter(each -> each.severity() == severity).count();
                total += count;
                parts.add(severity + ": " + count);
            }
        }
        return word + ": " + total + " (" + String.join(", ", parts) + ")\n";
    }
}
