package dev.cooper.scan.match;

import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.version.VersionScheme;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to do: the smallest set of upgrades that removes what can be removed, those first that
 * remove the worst.
 *
 * @param upgrades one for each source package of the distribution or package of a language
 * @param unfixed what no version removes
 * @param base the base image, if it is known which layers are its own
 * @param inBase how many findings are in layers of the base image; empty where it is not known
 * @param total how many findings there are
 * @param bases other images to build on, the best first
 */
public record FixPlan(
        List<Upgrade> upgrades,
        List<VulnerabilityFinding> unfixed,
        Optional<BaseImage> base,
        OptionalInt inBase,
        int total,
        List<NewerBase> bases) {

    /** What is brought to another version as a whole. */
    private record Unit(PackageKind kind, String name, String version) {
        static Unit of(VulnerabilityFinding finding) {
            SoftwarePackage found = finding.found().found();
            return found.kind().isOfSystem()
                    ? new Unit(found.kind(), found.sourceName(), found.sourceVersion())
                    : new Unit(found.kind(), found.name(), found.version());
        }
    }

    private static final Comparator<Upgrade> WORST_FIRST =
            Comparator.comparingLong((Upgrade each) -> -each.best().exploited())
                    .thenComparingLong(each -> -each.best().count(Severity.CRITICAL))
                    .thenComparingLong(each -> -each.best().count(Severity.HIGH))
                    .thenComparingInt(each -> -each.best().removes().size())
                    .thenComparing(each -> each.part() == Upgrade.Part.BASE)
                    .thenComparing(Upgrade::name)
                    .thenComparing(Upgrade::from);

    public FixPlan {
        upgrades = List.copyOf(upgrades);
        unfixed = List.copyOf(unfixed);
        bases = List.copyOf(bases);
    }

    /** Plans for what was found. */
    public static FixPlan of(List<VulnerabilityFinding> findings, Optional<BaseImage> base) {
        Optional<BaseImage> known = base.filter(each -> each.known().isPresent());
        Map<Unit, List<VulnerabilityFinding>> units = new LinkedHashMap<>();
        for (VulnerabilityFinding each : findings) {
            units.computeIfAbsent(Unit.of(each), unit -> new ArrayList<>()).add(each);
        }
        List<Upgrade> upgrades = new ArrayList<>();
        Set<VulnerabilityFinding> removed = new HashSet<>();
        units.forEach((unit, its) -> {
            Optional<Upgrade> upgrade = upgrade(unit, its, known);
            upgrade.ifPresent(each -> {
                upgrades.add(each);
                removed.addAll(each.best().removes());
            });
        });
        upgrades.sort(WORST_FIRST);
        List<VulnerabilityFinding> unfixed =
                findings.stream().filter(each -> !removed.contains(each)).toList();
        OptionalInt inBase =
                known.isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of((int) findings.stream().filter(known.get()::has).count());
        return new FixPlan(upgrades, unfixed, known, inBase, findings.size(), List.of());
    }

    private static Optional<Upgrade> upgrade(
            Unit unit, List<VulnerabilityFinding> findings, Optional<BaseImage> base) {
        Optional<VersionScheme> scheme = Lookups.scheme(unit.kind);
        if (scheme.isEmpty()) {
            return Optional.empty();
        }
        List<Upgrade.Step> steps = new ArrayList<>();
        for (String version : candidates(unit, findings, scheme.get())) {
            List<VulnerabilityFinding> removes =
                    findings.stream().filter(each -> lacks(each, version, scheme.get())).toList();
            if (removes.size() > (steps.isEmpty() ? 0 : steps.getLast().removes().size())) {
                steps.add(new Upgrade.Step(version, removes));
            }
        }
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        Upgrade.Part part =
                base.isEmpty()
                        ? Upgrade.Part.UNKNOWN
                        : findings.stream().allMatch(base.get()::has)
                                ? Upgrade.Part.BASE
                                : Upgrade.Part.OWN;
        return Optional.of(
                new Upgrade(unit.kind, unit.name, packages(findings), unit.version, steps, part));
    }

    private static List<String> packages(List<VulnerabilityFinding> findings) {
        Set<String> names = new TreeSet<>();
        for (VulnerabilityFinding each : findings) {
            SoftwarePackage found = each.found().found();
            names.add(found.kind().isOfSystem() ? found.name() : found.place().toString());
        }
        return List.copyOf(names);
    }

    /** Versions above the one that is there which some source calls a fix, from the lowest. */
    private static Set<String> candidates(
            Unit unit, List<VulnerabilityFinding> findings, VersionScheme scheme) {
        Set<String> versions = new TreeSet<>(scheme);
        for (VulnerabilityFinding each : findings) {
            versions.addAll(each.advisory().fixes());
            for (AffectedVersions.Range range : each.advisory().versions().ranges()) {
                if (range.limit() == AffectedVersions.Limit.FIXED) {
                    versions.add(range.end());
                }
            }
        }
        versions.removeIf(each -> scheme.compare(each, unit.version) <= 0);
        return versions;
    }

    private static boolean lacks(
            VulnerabilityFinding finding, String version, VersionScheme scheme) {
        return !finding.advisory().versions().has(version, scheme);
    }

    /** The same with other images to build on. */
    public FixPlan withBases(List<NewerBase> others) {
        return new FixPlan(
                upgrades,
                unfixed,
                base,
                inBase,
                total,
                others.stream()
                        .sorted(
                                Comparator.comparingInt(
                                                (NewerBase each) -> each.left() + each.added())
                                        .thenComparing(NewerBase::reference))
                        .toList());
    }
}
