package dev.cooper.scan.report;

import dev.cooper.scan.finding.VulnerabilityFinding;

import java.time.Instant;
import java.util.List;

/**
 * What a scan found.
 *
 * @param id names this report among all others
 * @param createdAt when the scan was
 */
public record Report(
        String id, Instant createdAt, Artifact artifact, Metadata metadata, List<Result> results) {
    public Report {
        results = List.copyOf(results);
    }

    /** All vulnerabilities that are shown. */
    public List<VulnerabilityFinding> vulnerabilities() {
        return results.stream().flatMap(each -> each.vulnerabilities().stream()).toList();
    }

    /** Whether anything is shown that somebody should look at. */
    public boolean hasFindings() {
        return results.stream().anyMatch(result -> !result.findings().isEmpty());
    }
}
