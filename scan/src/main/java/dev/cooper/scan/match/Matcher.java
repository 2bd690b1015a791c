package dev.cooper.scan.match;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the advisories that hold for what an image has. */
public final class Matcher {
    private final AdvisoryDatabase database;
    private final MatchOptions options;
    private final Severities severities;

    /** Matches by a database, which stays the caller's. */
    public Matcher(AdvisoryDatabase database, MatchOptions options) {
        this.database = database;
        this.options = options;
        this.severities = new Severities(options.severitySources());
    }

    /**
     * Looks up every package.
     *
     * @throws IOException when the database cannot be read
     */
    public Matches match(ImageInventory inventory) throws IOException {
        List<String> warnings = new ArrayList<>();
        Lookups lookups = new Lookups(ecosystems(inventory, warnings));
        Known known = new Known(database);
        List<VulnerabilityFinding> findings = new ArrayList<>();
        List<Matches.Hidden> hidden = new ArrayList<>();
        Set<Reported> reported = new HashSet<>();
        List<String> others = new ArrayList<>();
        for (LayeredPackage each : inventory.packages()) {
            if (!isWanted(each.found())) {
                continue;
            }
            if (isOther(each.found())) {
                others.add(each.found().name());
                continue;
            }
            for (VulnerabilityFinding finding : findings(each, lookups, known)) {
                if (!reported.add(Reported.of(finding))) {
                    continue;
                }
                Optional<String> why = options.hides(finding);
                if (why.isEmpty()) {
                    findings.add(finding);
                } else {
                    hidden.add(new Matches.Hidden(finding, why.get()));
                }
            }
        }
        warnOfOthers(others, inventory.distribution(), warnings);
        findings.sort(FindingOrder.BY_PACKAGE);
        return new Matches(findings, hidden, warnings);
    }

    private boolean isWanted(SoftwarePackage found) {
        return options.packageTypes()
                .contains(
                        found.kind().isOfSystem()
                                ? MatchOptions.PackageType.OS
                                : MatchOptions.PackageType.LIBRARY);
    }

    private boolean isOther(SoftwarePackage found) {
        return options.priority() == MatchOptions.DetectionPriority.PRECISE
                && Makers.other(found).isPresent();
    }

    /** The ecosystems of the distribution that the database knows. */
    private List<String> ecosystems(ImageInventory inventory, List<String> warnings)
            throws IOException {
        boolean hasSystem =
                options.packageTypes().contains(MatchOptions.PackageType.OS)
                        && inventory.packages().stream()
                                .anyMatch(each -> each.found().kind().isOfSystem());
        if (!hasSystem) {
            return List.of();
        }
        Distribution distribution = inventory.distribution();
        List<String> possible = Ecosystems.of(distribution, isExtended(inventory));
        if (possible.isEmpty()) {
            warnings.add(DistributionWarnings.unknown(distribution));
            return List.of();
        }
        List<String> covered = new ArrayList<>();
        for (String ecosystem : possible) {
            if (database.covers(ecosystem)) {
                covered.add(ecosystem);
            }
        }
        if (covered.isEmpty()) {
            warnings.add(DistributionWarnings.notCovered(distribution, possible.getFirst()));
        }
        return covered;
    }

    /** Ubuntu's extended maintenance marks its versions. */
    private static boolean isExtended(ImageInventory inventory) {
        return inventory.distribution().id().equals("ubuntu")
                && inventory.packages().stream()
                        .anyMatch(each -> each.found().version().contains("+esm"));
    }

    private static void warnOfOthers(
            List<String> names, Distribution distribution, List<String> warnings) {
        if (!names.isEmpty()) {
            warnings.add(DistributionWarnings.others(names, distribution));
        }
    }

    private List<VulnerabilityFinding> findings(LayeredPackage each, Lookups lookups, Known known)
            throws IOException {
        Optional<Lookup> lookup = lookups.of(each.found());
        if (lookup.isEmpty() || lookup.get().version().isEmpty()) {
            return List.of();
        }
        List<Advisory> holding = new ArrayList<>();
        for (Advisory advisory : known.advisories(lookup.get())) {
            if (holds(advisory, lookup.get())) {
                holding.add(advisory);
            }
        }
        List<VulnerabilityFinding> findings = new ArrayList<>();
        for (Advisory advisory : AdvisoryGroups.merged(holding)) {
            findings.add(finding(each, advisory, lookup.get(), known));
        }
        return findings;
    }

    private static boolean holds(Advisory advisory, Lookup lookup) {
        return advisory.status() != Status.NOT_AFFECTED
                && advisory.versions().has(lookup.version(), lookup.scheme());
    }

    private VulnerabilityFinding finding(
            LayeredPackage each, Advisory advisory, Lookup lookup, Known known) throws IOException {
        String fixes =
                AdvisoryGroups.fixes(advisory, lookup.scheme(), each.found().kind().isOfSystem());
        Status status =
                !fixes.isEmpty()
                        ? Status.FIXED
                        : advisory.status() == Status.UNKNOWN || advisory.status() == Status.FIXED
                                ? Status.AFFECTED
                                : advisory.status();
        Vulnerability detail = known.vulnerability(advisory);
        Severities.Decided decided = severities.of(advisory, detail);
        return new VulnerabilityFinding(
                each, advisory, detail, fixes, status, decided.severity(), decided.source());
    }

    /** The same finding is reported once, however often a package manager's database is read. */
    private record Reported(String id, SoftwarePackage.Place place, String name, String version) {
        static Reported of(VulnerabilityFinding finding) {
            SoftwarePackage found = finding.found().found();
            return new Reported(finding.id(), found.place(), found.name(), found.version());
        }
    }

    /** What the database has said already. */
    private static final class Known {
        private final AdvisoryDatabase database;
        private final Map<String, Vulnerability> vulnerabilities = new HashMap<>();

        Known(AdvisoryDatabase database) {
            this.database = database;
        }

        List<Advisory> advisories(Lookup lookup) throws IOException {
            List<Advisory> advisories = new ArrayList<>();
            for (String ecosystem : lookup.ecosystems()) {
                for (String name : lookup.names()) {
                    advisories.addAll(database.advisories(ecosystem, name));
                }
            }
            return advisories;
        }

        Vulnerability vulnerability(Advisory advisory) throws IOException {
            Vulnerability known = vulnerabilities.get(advisory.id());
            if (known == null) {
                known = read(advisory);
                vulnerabilities.put(advisory.id(), known);
            }
            return known;
        }

        private Vulnerability read(Advisory advisory) throws IOException {
            Optional<Vulnerability> own = database.vulnerability(advisory.id());
            for (String alias : advisory.aliases()) {
                own = own.isPresent() ? own : database.vulnerability(alias);
            }
            return own.orElseGet(() -> Vulnerability.named(advisory.id()));
        }
    }
}
