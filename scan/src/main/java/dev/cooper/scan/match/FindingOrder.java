package dev.cooper.scan.match;

import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.Comparator;

/** The order in which findings are listed unless another is asked for: Trivy's. */
final class FindingOrder {
    static final Comparator<VulnerabilityFinding> BY_PACKAGE =
            Comparator.comparing((VulnerabilityFinding each) -> found(each).name())
                    .thenComparing(each -> found(each).version())
                    .thenComparing(
                            VulnerabilityFinding::severity, Comparator.<Severity>reverseOrder())
                    .thenComparing(VulnerabilityFinding::id)
                    .thenComparing(each -> found(each).place().toString())
                    .thenComparing(each -> found(each).architecture());

    private FindingOrder() {}

    private static SoftwarePackage found(VulnerabilityFinding finding) {
        return finding.found().found();
    }
}
