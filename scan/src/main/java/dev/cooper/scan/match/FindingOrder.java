package dev.cooper.scan.match;

import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.Comparator;

/** The order in which findings are listed unless another is asked for: Trivy's. */
final class FindingOrder {
    static final Comparator<VulnerabilityFinding> BY_PACKAGE = FindingOrder::compare;

    private FindingOrder() {}

    // Not put together of comparators, which start slowly.
    private static int compare(VulnerabilityFinding one, VulnerabilityFinding other) {
        SoftwarePackage first = one.found().found();
        SoftwarePackage second = other.found().found();
        int order = first.name().compareTo(second.name());
        if (order == 0) {
            order = first.version().compareTo(second.version());
        }
        if (order == 0) {
            order = other.severity().compareTo(one.severity());
        }
        if (order == 0) {
            order = one.id().compareTo(other.id());
        }
        if (order == 0) {
            order = first.place().toString().compareTo(second.place().toString());
        }
        return order != 0 ? order : first.architecture().compareTo(second.architecture());
    }
}
