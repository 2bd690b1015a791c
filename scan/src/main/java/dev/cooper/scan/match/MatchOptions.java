package dev.cooper.scan.match;

import dev.cooper.inventory.Makers;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is looked for, and what of it is shown.
 *
 * @param severities that are shown
 * @param ignoreUnfixed whether what nobody has fixed is left out
 * @param ignoredStatuses that are left out
 * @param packageTypes that are looked at
 * @param priority whether to rather miss something or to rather report too much
 * @param severitySources whose severity counts, the first that has one; {@code auto} is {@link
 *     Severities}' own choice
 */
public record MatchOptions(
        Set<Severity> severities,
        boolean ignoreUnfixed,
        Set<Status> ignoredStatuses,
        Set<PackageType> packageTypes,
        DetectionPriority priority,
        List<String> severitySources) {

    /** Whose package manager has brought a package. */
    public enum PackageType {
        /** The distribution's. */
        OS,
        /** A programming language's. */
        LIBRARY;

        /** As the option has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What to do where the facts are not enough. */
    public enum DetectionPriority {
        /** Report only what is certain. */
        PRECISE,
        /** Report what may be: advisories of the distribution on packages of others, too. */
        COMPREHENSIVE
    }

    /** Everything, by what is certain. */
    public static final MatchOptions DEFAULT =
            new MatchOptions(
                    EnumSet.allOf(Severity.class),
                    false,
                    Set.of(),
                    EnumSet.allOf(PackageType.class),
                    DetectionPriority.PRECISE,
                    List.of("auto"));

    public MatchOptions {
        severities = Set.copyOf(severities);
        ignoredStatuses = Set.copyOf(ignoredStatuses);
        packageTypes = Set.copyOf(packageTypes);
        severitySources = List.copyOf(severitySources);
    }

    /** The same for other types of package. */
    public MatchOptions withPackageTypes(Set<PackageType> other) {
        return new MatchOptions(
                severities, ignoreUnfixed, ignoredStatuses, other, priority, severitySources);
    }

    /** The same for other severities. */
    public MatchOptions withSeverities(Set<Severity> other) {
        return new MatchOptions(
                other, ignoreUnfixed, ignoredStatuses, packageTypes, priority, severitySources);
    }

    /** Whether a package is of a type that is looked at. */
    boolean wants(SoftwarePackage found) {
        return packageTypes.contains(
                found.kind().isOfSystem() ? PackageType.OS : PackageType.LIBRARY);
    }

    /** Whether a package is not looked up as others than the distribution have made it. */
    boolean leavesToOthers(SoftwarePackage found) {
        return priority == DetectionPriority.PRECISE && Makers.other(found).isPresent();
    }

    /** Why a finding is not to be shown, as a part of a sentence; empty when it is. */
    Optional<String> hides(VulnerabilityFinding finding) {
        if (!severities.contains(finding.severity())) {
            String shown =
                    new TreeSet<>(severities)
                            .descendingSet().stream()
                                    .map(Severity::name)
                                    .collect(Collectors.joining(","));
            return Optional.of("its severity is " + finding.severity() + "; shown are " + shown);
        }
        if (ignoreUnfixed && finding.status() != Status.FIXED) {
            return Optional.of(
                    "its status is %s, and what is not fixed is ignored"
                            .formatted(finding.status().word()));
        }
        if (ignoredStatuses.contains(finding.status())) {
            return Optional.of("its status, %s, is ignored".formatted(finding.status().word()));
        }
        return Optional.empty();
    }
}
