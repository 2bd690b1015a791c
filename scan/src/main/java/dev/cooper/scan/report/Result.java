package dev.cooper.scan.report;

import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.scan.finding.Finding;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found in one place: in the packages of a distribution, in a lock file, in a file.
 *
 * @param target the place, as reports call it
 * @param type the kind of place, such as {@code debian} or {@code npm}; may be empty
 * @param packages what is there, with and without findings
 * @param checks how many checks were passed and not, where there are checks
 * @param modified findings that are not shown
 * @param isLookedUp whether there are advisories on the packages, so that finding nothing says
 *     something
 */
public record Result(
        String target,
        ResultClass kind,
        String type,
        List<LayeredPackage> packages,
        List<VulnerabilityFinding> vulnerabilities,
        Optional<CheckCount> checks,
        List<MisconfigurationFinding> misconfigurations,
        List<SecretFinding> secrets,
        List<LicenseFinding> licenses,
        List<ModifiedFinding> modified,
        boolean isLookedUp) {

    /** How many checks were passed and how many were not. */
    public record CheckCount(int successes, int failures) {}

    public Result {
        packages = List.copyOf(packages);
        vulnerabilities = List.copyOf(vulnerabilities);
        misconfigurations = List.copyOf(misconfigurations);
        secrets = List.copyOf(secrets);
        licenses = List.copyOf(licenses);
        modified = List.copyOf(modified);
    }

    /** A result about packages. */
    public static Result ofPackages(
            String target,
            ResultClass kind,
            String type,
            List<LayeredPackage> packages,
            List<VulnerabilityFinding> vulnerabilities,
            List<ModifiedFinding> modified,
            boolean isLookedUp) {
        return new Result(
                target,
                kind,
                type,
                packages,
                vulnerabilities,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                modified,
                isLookedUp);
    }

    /** A result about a configuration. */
    public static Result ofChecks(
            String target,
            String type,
            CheckCount checks,
            List<MisconfigurationFinding> findings,
            List<ModifiedFinding> modified) {
        return new Result(
                target,
                ResultClass.CONFIGURATION,
                type,
                List.of(),
                List.of(),
                Optional.of(checks),
                findings,
                List.of(),
                List.of(),
                modified,
                true);
    }

    /** A result about the secrets of a file. */
    public static Result ofSecrets(
            String target, List<SecretFinding> findings, List<ModifiedFinding> modified) {
        return new Result(
                target,
                ResultClass.SECRET,
                "",
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                findings,
                List.of(),
                modified,
                true);
    }

    /** A result about licences. */
    public static Result ofLicenses(
            String target,
            ResultClass kind,
            List<LicenseFinding> findings,
            List<ModifiedFinding> modified) {
        return new Result(
                target,
                kind,
                "",
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                findings,
                modified,
                true);
    }

    /** All findings that are shown. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(vulnerabilities);
        findings.addAll(misconfigurations);
        findings.addAll(secrets);
        findings.addAll(licenses);
        return findings;
    }
}
