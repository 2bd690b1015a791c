package dev.cooper.scan;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.PackageKind;
import dev.cooper.scan.finding.Finding;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.match.MatchOptions.PackageType;
import dev.cooper.scan.misconfiguration.Checked;
import dev.cooper.scan.report.ModifiedFinding;
import dev.cooper.scan.report.OperatingSystem;
import dev.cooper.scan.report.Result;
import dev.cooper.scan.report.ResultClass;
import dev.cooper.scan.vex.Suppressed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Puts findings under the places that they are about. */
final class Results {
    private static final String SYSTEM_LICENSES = "OS Packages";

    private static final String LOOSE_LICENSES = "Loose File License(s)";

    /** Findings of one place. */
    private record Group<F>(List<F> findings, List<ModifiedFinding> modified) {
        Group() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private final PackageResults packages;
    private final Map<String, Group<SecretFinding>> secrets = new TreeMap<>();
    private final Map<String, Group<LicenseFinding>> licenses = new LinkedHashMap<>();
    private final Map<String, Group<MisconfigurationFinding>> checks = new LinkedHashMap<>();
    private final Map<LicenseFinding, String> targets;

    /**
     * @param targets under which names licences are reported
     */
    Results(
            ImageInventory inventory,
            Set<PackageType> wanted,
            Map<LicenseFinding, String> targets) {
        this.packages = new PackageResults(inventory, wanted);
        this.targets = targets;
    }

    /** Of these kinds no package could be looked up. */
    void notLookedUp(Set<PackageKind> kinds) {
        packages.notLookedUp(kinds);
    }

    void add(Finding finding) {
        switch (finding) {
            case VulnerabilityFinding each -> packages.add(each);
            case MisconfigurationFinding each -> of(each).findings.add(each);
            case SecretFinding each -> of(each).findings.add(each);
            case LicenseFinding each -> of(each).findings.add(each);
        }
    }

    void add(Suppressed suppressed) {
        add(
                new ModifiedFinding(
                        suppressed.finding(),
                        suppressed.status(),
                        suppressed.statement(),
                        suppressed.source()));
    }

    void add(ModifiedFinding modified) {
        switch (modified.finding()) {
            case VulnerabilityFinding each -> packages.add(each, modified);
            case MisconfigurationFinding each -> of(each).modified.add(modified);
            case SecretFinding each -> of(each).modified.add(modified);
            case LicenseFinding each -> of(each).modified.add(modified);
        }
    }

    private Group<SecretFinding> of(SecretFinding finding) {
        return secrets.computeIfAbsent(finding.path(), _ -> new Group<>());
    }

    private Group<LicenseFinding> of(LicenseFinding finding) {
        String target =
                finding.packageName().isEmpty()
                        ? LOOSE_LICENSES
                        : targets.getOrDefault(finding, SYSTEM_LICENSES);
        return licenses.computeIfAbsent(target, _ -> new Group<>());
    }

    private Group<MisconfigurationFinding> of(MisconfigurationFinding finding) {
        return checks.computeIfAbsent(key(finding.type(), finding.path()), _ -> new Group<>());
    }

    private static String key(String type, String path) {
        return type + "\0" + path;
    }

    /** The results about packages. */
    List<Result> ofPackages(String name, Optional<OperatingSystem> system) {
        return packages.results(name, system);
    }

    /** The results about what was checked, also where nothing was found. */
    List<Result> ofChecks(List<Checked> checked) {
        List<Result> results = new ArrayList<>();
        for (Checked each : checked) {
            Group<MisconfigurationFinding> group =
                    checks.getOrDefault(key(each.type(), each.path()), new Group<>());
            Result.CheckCount count =
                    new Result.CheckCount(each.successes(), group.findings.size());
            results.add(
                    Result.ofChecks(
                            each.path(), each.type(), count, group.findings, group.modified));
        }
        return results;
    }

    /** The results about secrets and licences. */
    List<Result> ofTheRest() {
        List<Result> results = new ArrayList<>();
        secrets.forEach((path, group) ->
                results.add(Result.ofSecrets(path, group.findings, group.modified)));
        licenses.forEach((target, group) ->
                results.add(
                        Result.ofLicenses(
                                target,
                                target.equals(LOOSE_LICENSES)
                                        ? ResultClass.LICENSE_FILE
                                        : ResultClass.LICENSE,
                                group.findings,
                                group.modified)));
        return results;
    }
}
