package dev.cooper.scan.report;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.inventory.SoftwarePackage.Place;
import dev.cooper.inventory.SoftwarePackage.Source;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.advisory.Vulnerability.Cvss;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.finding.VulnerabilityFinding;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A report with something of everything. */
final class Samples {
    static final String DIFF_ID = "sha256:" + "1".repeat(64);
    private static final String DIGEST = "sha256:" + "2".repeat(64);

    private Samples() {}

    static Report report() {
        Distribution debian = new Distribution("debian", "12.5", "bookworm", "", "Debian");
        Metadata metadata =
                new Metadata(
                        1024,
                        debian,
                        PackageNames.system(debian, false),
                        "sha256:" + "3".repeat(64),
                        List.of("docker.io/library/shop:1"),
                        List.of(),
                        "shop:1",
                        Map.of("architecture", "amd64"),
                        List.of(new LayerDetail(1024, DIGEST, DIFF_ID, "RUN make")),
                        Map.of());
        return new Report(
                "id",
                Instant.parse("2026-01-02T03:04:05Z"),
                new Artifact("shop:1", ArtifactType.CONTAINER_IMAGE, "sha256:" + "4".repeat(64)),
                metadata,
                results());
    }

    private static List<Result> results() {
        LayeredPackage curl = layered(curl());
        LayeredPackage beans = layered(beans());
        return List.of(
                Result.ofPackages(
                        "shop:1 (debian 12.5)",
                        ResultClass.OS_PACKAGES,
                        "debian",
                        List.of(curl),
                        List.of(
                                finding(curl, "CVE-2024-0002", "debian", Severity.LOW, ""),
                                finding(curl, "CVE-2024-0001", "debian", Severity.HIGH, "7.88.2")),
                        List.of(
                                new ModifiedFinding(
                                        finding(curl, "CVE-2024-3", "debian", Severity.LOW, ""),
                                        "ignored",
                                        "not reachable",
                                        ".trivyignore")),
                        true),
                Result.ofPackages(
                        "Java",
                        ResultClass.LANGUAGE_PACKAGES,
                        "jar",
                        List.of(beans),
                        List.of(
                                finding(
                                        beans,
                                        "GHSA-36p3-wjmg-h94x",
                                        "ghsa",
                                        Severity.CRITICAL,
                                        "5.3.18")),
                        List.of(),
                        true),
                Result.ofChecks(
                        "Dockerfile",
                        "dockerfile",
                        new Result.CheckCount(20, 1),
                        List.of(check()),
                        List.of()),
                Result.ofSecrets("app/.env", List.of(secret()), List.of()),
                Result.ofLicenses(
                        "OS Packages", ResultClass.LICENSE, List.of(license()), List.of()));
    }

    static SoftwarePackage curl() {
        return new SoftwarePackage(
                PackageKind.DEB,
                "libcurl4",
                "1:7.88.1-10+deb12u5",
                "amd64",
                Optional.of(new Source("curl", "1:7.88.1-10+deb12u5")),
                List.of("curl"),
                "",
                Place.of("var/lib/dpkg/status"),
                List.of(),
                Map.of());
    }

    private static SoftwarePackage beans() {
        return SoftwarePackage.of(
                PackageKind.MAVEN,
                "org.springframework:spring-beans",
                "5.3.15",
                new Place("app/shop.jar", List.of("BOOT-INF/lib/spring-beans-5.3.15.jar")));
    }

    static LayeredPackage layered(SoftwarePackage found) {
        return new LayeredPackage(found, 0);
    }

    static VulnerabilityFinding finding(
            LayeredPackage found, String id, String source, Severity severity, String fixed) {
        Vulnerability detail =
                new Vulnerability(
                        id,
                        "curl: a title of more words than twelve, so that it is cut off somewhere"
                                + " in its middle",
                        "A description, with <angles> & \"quotes\".",
                        Map.of("nvd", severity),
                        Map.of(
                                "nvd",
                                new Cvss(
                                        Map.of(
                                                "3.1",
                                                "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
                                        Map.of("3.1", 8.0))),
                        List.of("CWE-79"),
                        List.of("https://example.org/" + id),
                        Optional.of(Instant.parse("2024-01-02T00:00:00Z")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return new VulnerabilityFinding(
                found,
                new Advisory(
                        id,
                        List.of(),
                        source,
                        AffectedVersions.ALL,
                        fixed.isEmpty() ? Status.AFFECTED : Status.FIXED,
                        severity,
                        List.of()),
                detail,
                fixed,
                fixed.isEmpty() ? Status.AFFECTED : Status.FIXED,
                severity,
                "nvd");
    }

    private static MisconfigurationFinding check() {
        return new MisconfigurationFinding(
                "DS-0002",
                List.of("DS002", "AVD-DS-0002"),
                "Image user should not be root",
                "Whoever breaks out is root.",
                "Last USER command in Dockerfile should not be 'root'",
                "Add USER",
                "https://example.org/ds-0002",
                Severity.HIGH,
                "dockerfile",
                "Dockerfile",
                2,
                3,
                List.of("USER a", "USER root"),
                -1);
    }

    private static SecretFinding secret() {
        return new SecretFinding(
                "aws-access-key-id",
                "AWS",
                "AWS Access Key ID",
                Severity.CRITICAL,
                "app/.env",
                2,
                2,
                "KEY=********************",
                List.of("# keys", "KEY=********************"),
                1,
                0,
                false);
    }

    private static LicenseFinding license() {
        return new LicenseFinding("GPL-2.0-only", "restricted", Severity.HIGH, "bash", "", true, 1);
    }
}
