package dev.cooper.scan;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.match.MatchOptions.PackageType;
import dev.cooper.scan.report.ModifiedFinding;
import dev.cooper.scan.report.OperatingSystem;
import dev.cooper.scan.report.PackageNames;
import dev.cooper.scan.report.Result;
import dev.cooper.scan.report.ResultClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Puts packages and their vulnerabilities under the names that reports have for places. */
final class PackageResults {
    /** What belongs to one place. */
    private record Group(
            String type,
            List<LayeredPackage> packages,
            List<VulnerabilityFinding> findings,
            List<ModifiedFinding> modified) {
        Group(String type) {
            this(type, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private static int byName(LayeredPackage one, LayeredPackage other) {
        int difference = one.found().name().compareTo(other.found().name());
        if (difference == 0) {
            difference = one.found().version().compareTo(other.found().version());
        }
        return difference != 0
                ? difference
                : one.found().place().toString().compareTo(other.found().place().toString());
    }

    private final Group system = new Group("");
    private final Map<String, Map<String, Group>> languages = new TreeMap<>();
    private final Set<PackageType> wanted;

    private Set<PackageKind> unknown = Set.of();

    PackageResults(ImageInventory inventory, Set<PackageType> wanted) {
        this.wanted = wanted;
        for (LayeredPackage each : inventory.packages()) {
            if (isWanted(each.found(), wanted)) {
                group(each.found()).packages.add(each);
            }
        }
    }

    static boolean isWanted(SoftwarePackage found, Set<PackageType> wanted) {
        return wanted.contains(found.kind().isOfSystem() ? PackageType.OS : PackageType.LIBRARY);
    }

    private Group group(SoftwarePackage found) {
        if (found.kind().isOfSystem()) {
            return system;
        }
        String type = PackageNames.type(found);
        return languages
                .computeIfAbsent(PackageNames.target(found, type), _ -> new TreeMap<>())
                .computeIfAbsent(type, Group::new);
    }

    /** Of these kinds no package could be looked up. */
    void notLookedUp(Set<PackageKind> kinds) {
        unknown = kinds;
    }

    void add(VulnerabilityFinding finding) {
        group(finding.found().found()).findings.add(finding);
    }

    void add(VulnerabilityFinding finding, ModifiedFinding modified) {
        group(finding.found().found()).modified.add(modified);
    }

    /**
     * The results, those of the distribution first.
     *
     * @param name of the artifact
     */
    List<Result> results(String name, Optional<OperatingSystem> named) {
        List<Result> results = new ArrayList<>();
        boolean hasSystem = named.isPresent() || !system.packages.isEmpty();
        if (hasSystem && wanted.contains(PackageType.OS)) {
            OperatingSystem os = named.orElse(new OperatingSystem("none", "", false));
            String target = "%s (%s %s)".formatted(name, os.family(), os.name());
            results.add(result(target, ResultClass.OS_PACKAGES, os.family(), system));
        }
        languages.forEach((target, groups) ->
                groups.values()
                        .forEach(group ->
                                results.add(
                                        result(
                                                target,
                                                ResultClass.LANGUAGE_PACKAGES,
                                                group.type,
                                                group))));
        return results;
    }

    private Result result(String target, ResultClass kind, String type, Group group) {
        return Result.ofPackages(
                target,
                kind,
                type,
                group.packages.stream().sorted(PackageResults::byName).toList(),
                group.findings,
                group.modified,
                !group.findings.isEmpty() || isLookedUp(group.packages));
    }

    private boolean isLookedUp(List<LayeredPackage> packages) {
        return packages.isEmpty()
                || packages.stream().anyMatch(each -> !unknown.contains(each.found().kind()));
    }
}
