package dev.cooper.scan.match;

import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.List;

/**
 * What was found in an image.
 *
 * @param findings to show, in Trivy's order
 * @param hidden what the options leave out
 * @param warnings sentences about what could not be looked up
 */
public record Matches(
        List<VulnerabilityFinding> findings, List<Hidden> hidden, List<String> warnings) {

    /**
     * A finding that is not shown.
     *
     * @param why as a part of a sentence
     */
    public record Hidden(VulnerabilityFinding finding, String why) {}

    public Matches {
        findings = List.copyOf(findings);
        hidden = List.copyOf(hidden);
        warnings = List.copyOf(warnings);
    }
}
