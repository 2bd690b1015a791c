package dev.cooper.scan.match;

import dev.cooper.inventory.PackageKind;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.List;

/**
 * A package to bring to another version.
 *
 * @param name the source package of a distribution, or the package of a language
 * @param packages those in the image that are built from it; for a language, where it lies
 * @param from the version that is there
 * @param steps versions that remove something, from the lowest, each more than those before it
 * @param part whose layers it is in
 */
public record Upgrade(
        PackageKind kind,
        String name,
        List<String> packages,
        String from,
        List<Step> steps,
        Part part) {

    /** Whose layers something is in. */
    public enum Part {
        /** The base image's: a newer base may bring the upgrade. */
        BASE,
        /** One's own. */
        OWN,
        /** Nobody knows what the base image was. */
        UNKNOWN
    }

    /**
     * A version and what it does not have any more.
     *
     * @param removes findings of all packages of the upgrade
     */
    public record Step(String version, List<VulnerabilityFinding> removes) {
        public Step {
            removes = List.copyOf(removes);
        }

        long count(Severity severity) {
            return removes.stream().filter(each -> each.severity() == severity).count();
        }

        long exploited() {
            return removes.stream().filter(each -> each.detail().exploited().isPresent()).count();
        }
    }

    public Upgrade {
        packages = List.copyOf(packages);
        steps = List.copyOf(steps);
    }

    /** The lowest version that removes the most. */
    public Step best() {
        return steps.getLast();
    }
}
