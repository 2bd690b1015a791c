package dev.cooper.scan.match;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.Status;
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
        Lookups lookups = new Lookups(SystemEcosystems.of(inventory, options, database, warnings));
        KnownAdvisories known = new KnownAdvisories(database);
        List<VulnerabilityFinding> findings = new ArrayList<>();
        List<Matches.Hidden> hidden = new ArrayList<>();
        Map<String, Set<String>> reported = new HashMap<>();
        List<String> others = new ArrayList<>();
        for (LayeredPackage each : inventory.packages()) {
            if (!options.wants(each.found())) {
                continue;
            }
            if (options.leavesToOthers(each.found())) {
                others.add(each.found().name());
                continue;
            }
            Set<String> ids = reported.computeIfAbsent(key(each.found()), _ -> new HashSet<>());
            for (VulnerabilityFinding finding : findings(each, lookups, known)) {
                if (!ids.add(finding.id())) {
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
        Set<PackageKind> unknown =
                new UnknownKinds(database, lookups).of(inventory, options, warnings);
        findings.sort(FindingOrder.BY_PACKAGE);
        return new Matches(findings, hidden, warnings, unknown);
    }

    private static void warnOfOthers(
            List<String> names, Distribution distribution, List<String> warnings) {
        if (!names.isEmpty()) {
            warnings.add(DistributionWarnings.others(names, distribution));
        }
    }

    private List<VulnerabilityFinding> findings(
            LayeredPackage each, Lookups lookups, KnownAdvisories known) throws IOException {
        Optional<Lookup> lookup = lookups.of(each.found());
        return lookup.isEmpty() ? List.of() : findings(each, lookup.get(), known);
    }

    /** All findings of a package, whether they are to be shown or not. */
    List<VulnerabilityFinding> findings(LayeredPackage each, Lookup lookup, KnownAdvisories known)
            throws IOException {
        if (lookup.version().isEmpty()) {
            return List.of();
        }
        List<VulnerabilityFinding> findings = new ArrayList<>();
        for (Held held : known.held(lookup, each.found().kind().isOfSystem())) {
            Severities.Decided decided = severities.of(held.advisory(), held.detail());
            findings.add(
                    new VulnerabilityFinding(
                            each,
                            held.advisory(),
                            held.detail(),
                            held.fixes(),
                            status(held.advisory(), !held.fixes().isEmpty()),
                            decided.severity(),
                            decided.source()));
        }
        return findings;
    }

    private static Status status(Advisory advisory, boolean isFixed) {
        if (isFixed) {
            return Status.FIXED;
        }
        boolean saysNothing =
                advisory.status() == Status.UNKNOWN || advisory.status() == Status.FIXED;
        return saysNothing ? Status.AFFECTED : advisory.status();
    }

    /**
     * Tells why a vulnerability is reported for a package, or why not.
     *
     * @param vulnerability a CVE, or another name of it
     * @param packageName of a package, of its source, or what its package URL begins with
     * @throws IOException when the database cannot be read
     */
    public Explanation explain(ImageInventory inventory, String vulnerability, String packageName)
            throws IOException {
        return new Explainer(this, database, options)
                .explain(inventory, vulnerability, packageName);
    }

    /** The same finding is reported once, however often a package manager's database is read. */
    private static String key(SoftwarePackage found) {
        return found.place() + "\0" + found.name() + "\0" + found.version();
    }
}
