package dev.cooper.scan.match;

import dev.cooper.inventory.PackageKind;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.List;
import java.util.Set;

/**
 * What was found in an image.
 *
 * @param findings to show, in Trivy's order
 * @param hidden what the options leave out
 * @param warnings sentences about what could not be looked up
 * @param unknown kinds of packages that are there and on which there are no advisories at all
 */
public record Matches(
        List<VulnerabilityFinding> findings,
        List<Hidden> hidden,
        List<String> warnings,
        Set<PackageKind> unknown) {

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
        unknown = Set.copyOf(unknown);
    }
}
