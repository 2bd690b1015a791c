package dev.cooper.scan.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.PackageKind;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.AffectedVersions.Limit;
import dev.cooper.scan.advisory.AffectedVersions.Range;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.finding.VulnerabilityFinding;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

class FixPlanTest {
    private static final BaseImage BASE =
            new BaseImage("debian:12", "", 1, 2, BaseImage.Source.BUILD);

    private final TestDatabase database = new TestDatabase();

    private List<VulnerabilityFinding> findings(TestImage image) throws IOException {
        return new Matcher(database, MatchOptions.DEFAULT).match(image.inventory()).findings();
    }

    private static Advisory ranges(String id, Range... ranges) {
        return new Advisory(
                id,
                List.of(),
                "test",
                new AffectedVersions(List.of(ranges), List.of()),
                Status.UNKNOWN,
                Severity.HIGH,
                List.of());
    }

    @Test
    void bringsAllPackagesOfASourceToOneVersion() throws IOException {
        database.fixed("Debian:12", "openssl", "CVE-1", "3.0.11-1~deb12u2")
                .fixed("Debian:12", "openssl", "CVE-2", "3.0.14-1~deb12u1")
                .fixed("Debian:12", "openssl", "CVE-3", "")
                .fixed("Debian:12", "zlib", "CVE-4", "1:1.3-1");
        TestImage image =
                TestImage.of("debian", "12")
                        .from(PackageKind.DEB, "libssl3", "3.0.9-1", "openssl", "3.0.9-1")
                        .from(PackageKind.DEB, "openssl", "3.0.9-1", "openssl", "3.0.9-1")
                        .with(PackageKind.DEB, "zlib", "1:1.2.13-1");
        FixPlan plan = FixPlan.of(findings(image), Optional.of(BASE));
        assertEquals(
                """
                2 upgrades remove 5 of 7 findings
                  1. openssl 3.0.9-1 -> 3.0.14-1~deb12u1 (libssl3, openssl; in the base image):\
                 removes 4 (4 UNKNOWN)
                       3.0.11-1~deb12u2 removes 2 of them
                  2. zlib 1:1.2.13-1 -> 1:1.3-1 (zlib; in the base image): removes 1 (1 UNKNOWN)
                2 findings without a fix: 2 affected
                7 of the findings are in layers of the base image debian:12, 0 in layers above it
                """,
                FixPlanText.of(plan));
    }

    @Test
    void doesNotTakeAFixOfOneBranchForAFixOfAnother() throws IOException {
        database.add(
                        "npm",
                        "ws",
                        ranges(
                                "CVE-1",
                                new Range("1.0.0", Limit.FIXED, "1.5.0"),
                                new Range("2.0.0", Limit.FIXED, "2.3.0")))
                .add("npm", "ws", ranges("CVE-2", new Range("", Limit.FIXED, "2.1.0")));
        TestImage image = TestImage.of("", "").with(PackageKind.NPM, "ws", "1.4.0");
        Upgrade upgrade = FixPlan.of(findings(image), Optional.empty()).upgrades().getFirst();
        assertEquals(
                List.of("1.5.0", "2.3.0"),
                upgrade.steps().stream().map(Upgrade.Step::version).toList());
    }

    @Test
    void countsWhatAnotherBaseWouldRemove() throws IOException {
        database.fixed("Debian:12", "a", "CVE-1", "2").fixed("Debian:12", "b", "CVE-2", "2");
        List<VulnerabilityFinding> old =
                findings(
                        TestImage.of("debian", "12")
                                .with(PackageKind.DEB, "a", "1")
                                .with(PackageKind.DEB, "b", "1"));
        List<VulnerabilityFinding> other =
                findings(TestImage.of("debian", "12").with(PackageKind.DEB, "b", "1.5"));
        NewerBase base = NewerBase.of("debian:12.9", "", old, other);
        assertEquals(new NewerBase("debian:12.9", "", 1, 0, 1, 0), base);
        FixPlan plan = FixPlan.of(old, Optional.of(BASE)).withBases(List.of(base));
        assertTrue(
                FixPlanText.of(plan)
                        .contains(
                                "base debian:12 -> debian:12.9 removes 1 of 2 (0 critical), adds"
                                        + " 0"));
    }

    @Test
    void tellsWhatAnUpgradeHasChangedFromWhatHasBeenPublished() throws IOException {
        database.fixed("npm", "a", "CVE-1", "3").fixed("npm", "c", "CVE-3", "3");
        TestImage older =
                TestImage.of("", "")
                        .with(PackageKind.NPM, "a", "1")
                        .with(PackageKind.NPM, "b", "1")
                        .with(PackageKind.NPM, "c", "1");
        ScanDiff.Side before = new ScanDiff.Side(findings(older), older.inventory());
        database.fixed("npm", "b", "CVE-2", "3").fixed("npm", "d", "CVE-4", "3");
        TestImage newer =
                TestImage.of("", "")
                        .with(PackageKind.NPM, "a", "2")
                        .with(PackageKind.NPM, "b", "1")
                        .with(PackageKind.NPM, "c", "3")
                        .with(PackageKind.NPM, "d", "1");
        ScanDiff.Side after = new ScanDiff.Side(findings(newer), newer.inventory());
        assertEquals(
                """
                2 new, 1 gone, 1 unchanged
                + UNKNOWN CVE-2 b 1: its advisory is newly known, or was ignored before
                + UNKNOWN CVE-4 d 1: the package is new
                - UNKNOWN CVE-3 c 1: the package is 3 now
                """,
                ScanDiff.of(before, after).text());
    }

    @Test
    void putsWhatIsExploitedFirstAndHeadersOfTheKernelLast() throws IOException {
        Vulnerability exploited = detail("CVE-1", Optional.of(Instant.EPOCH), 0.1, 5);
        database.know(exploited)
                .know(detail("CVE-2", Optional.empty(), 0.9, 7))
                .know(detail("CVE-3", Optional.empty(), 0.001, 9.8))
                .know(detail("CVE-9", Optional.of(Instant.EPOCH), 1, 10));
        for (String id : List.of("CVE-3", "CVE-2", "CVE-1")) {
            database.fixed("Debian:12", "a", id, "2");
        }
        database.fixed("Debian:12", "linux-libc-dev", "CVE-9", "7");
        ImageInventory image =
                TestImage.of("debian", "12")
                        .with(PackageKind.DEB, "linux-libc-dev", "6")
                        .with(PackageKind.DEB, "a", "1")
                        .inventory();
        List<VulnerabilityFinding> sorted =
                Priority.sorted(
                        new Matcher(database, MatchOptions.DEFAULT).match(image).findings(),
                        OptionalInt.empty());
        assertEquals(
                List.of("CVE-1", "CVE-2", "CVE-3", "CVE-9"),
                sorted.stream().map(VulnerabilityFinding::id).toList());
        assertEquals(
                "known to be exploited since 1970-01-01, EPSS 10.0 %, CVSS 5.0, a fix is there",
                Priority.of(sorted.getFirst(), OptionalInt.empty()).toString());
    }

    private static Vulnerability detail(
            String id, Optional<Instant> exploited, double epss, double score) {
        return new Vulnerability(
                id,
                "",
                "",
                Map.of(),
                Map.of("nvd", new Vulnerability.Cvss(Map.of(), Map.of("3.1", score))),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                exploited,
                Optional.of(new Vulnerability.Epss(epss, epss)));
    }
}
