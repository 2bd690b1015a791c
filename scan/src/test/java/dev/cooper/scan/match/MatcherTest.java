package dev.cooper.scan.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.finding.VulnerabilityFinding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class MatcherTest {
    private final TestDatabase database = new TestDatabase();

    private Matches match(TestImage image) throws IOException {
        return new Matcher(database, MatchOptions.DEFAULT).match(image.inventory());
    }

    private static List<String> pairs(Matches matches) {
        return matches.findings().stream()
                .map(each -> each.found().found().name() + " " + each.id())
                .toList();
    }

    @Test
    void looksUpTheSourceOfDebianPackagesInItsOwnVersion() throws IOException {
        database.fixed("Debian:12", "glibc", "CVE-2024-1", "2.36-9+deb12u4");
        TestImage image =
                TestImage.of("debian", "12.5")
                        .from(PackageKind.DEB, "libc6", "2.36-9+deb12u3", "glibc", "2.36-9+deb12u3")
                        .from(PackageKind.DEB, "libc-bin", "2.36-9+b1", "glibc", "2.36-9+deb12u4")
                        .with(PackageKind.DEB, "glibc-doc", "2.36-1");
        assertEquals(List.of("libc6 CVE-2024-1"), pairs(match(image)));
        assertEquals("2.36-9+deb12u4", match(image).findings().getFirst().fixedVersion());
        assertEquals(Status.FIXED, match(image).findings().getFirst().status());
    }

    @Test
    void tellsTheEpochOfAnRpmAndIgnoresThatItsSourceHasNone() throws IOException {
        database.fixed("AlmaLinux:9", "openssl", "CVE-2024-2", "1:3.0.7-27.el9")
                .fixed("AlmaLinux:9", "bash", "CVE-2024-3", "5.1.8-9.el9");
        TestImage image =
                TestImage.of("almalinux", "9.4")
                        .with(PackageKind.RPM, "openssl", "1:3.0.7-24.el9")
                        .with(PackageKind.RPM, "bash", "5.1.8-9.el9");
        assertEquals(List.of("openssl CVE-2024-2"), pairs(match(image)));
    }

    @Test
    void looksUpPackagesOfAModuleUnderItsStreamOnly() throws IOException {
        database.add("AlmaLinux:8", "npm", ofStream("CVE-2024-4", "nodejs:12"))
                .add("AlmaLinux:8", "npm", ofStream("CVE-2024-5", "nodejs:14"))
                .add("AlmaLinux:8", "npm", ofStream("CVE-2024-6", ""))
                .fixed("AlmaLinux:8", "nodejs:12::npm", "CVE-2024-7", "1:7-1.module_el8.4.0+1")
                .fixed("AlmaLinux:8", "nodejs:14::npm", "CVE-2024-8", "1:7-1.module_el8.4.0+1")
                .fixed("AlmaLinux:8", "npm", "CVE-2024-10", "")
                .fixed("AlmaLinux:8", "perl", "CVE-2024-9", "6-1.module_el8.4.0+1");
        SoftwarePackage.Remark stream = SoftwarePackage.Remark.STREAM;
        TestImage image =
                TestImage.of("almalinux", "8.9")
                        .with(
                                PackageKind.RPM,
                                "npm",
                                "1:6.14.10",
                                Optional.empty(),
                                "",
                                Map.of(stream, "nodejs:12"));
        image.with(PackageKind.RPM, "perl", "5.26.3-422.el8");
        assertEquals(List.of("npm CVE-2024-4", "npm CVE-2024-7"), pairs(match(image)));
    }

    private static Advisory ofStream(String id, String stream) {
        return TestDatabase.advisory(id, "1:9", Status.FIXED, Severity.LOW).only(List.of(), stream);
    }

    @Test
    void looksAtTheArchitectureThatAnAdvisoryIsAbout() throws IOException {
        Advisory advisory = TestDatabase.advisory("CVE-1", "2", Status.FIXED, Severity.LOW);
        database.add("Rocky Linux:9", "a", advisory.only(List.of("aarch64"), ""))
                .add("Rocky Linux:9", "b", advisory.only(List.of("aarch64", "amd64"), ""));
        TestImage image =
                TestImage.of("rocky", "9.4")
                        .with(PackageKind.RPM, "a", "1")
                        .with(PackageKind.RPM, "b", "1");
        assertEquals(List.of("b CVE-1"), pairs(match(image)));
    }

    @ParameterizedTest
    @CsvSource({
        "debian, 12.5, Debian:12",
        "ubuntu, 22.04, Ubuntu:22.04",
        "alpine, 3.20.1, Alpine:v3.20",
        "alpine, 3.21.0_alpha20240807, Alpine:edge",
        "wolfi, 20230201, Wolfi",
        "chainguard, 20230214, Chainguard",
        "almalinux, 9.4, AlmaLinux:9",
        "rocky, 9.3, Rocky Linux:9",
        "rhel, 9.4, Red Hat:9",
        "ol, 9.3, Oracle Linux:9",
        "amzn, 2023, Amazon Linux:2023",
        "amzn, 2018.03, Amazon Linux:1",
        "sles, 15.5, SUSE:Linux Enterprise Server 15 SP5",
        "opensuse-leap, 15.5, openSUSE:Leap 15.5",
        "photon, 5.0, Photon OS:5.0",
        "azurelinux, 3.0, Azure Linux:3",
        "mariner, 2.0, CBL-Mariner:2.0",
    })
    void knowsWhatAdvisoriesCallTheDistribution(String id, String version, String ecosystem)
            throws IOException {
        database.fixed(ecosystem, "zlib", "CVE-2024-6", "2");
        PackageKind kind =
                id.equals("debian") || id.equals("ubuntu")
                        ? PackageKind.DEB
                        : ecosystem.startsWith("Al") && !id.equals("almalinux")
                                        || version.startsWith("2023020")
                                        || version.startsWith("2023021")
                                ? PackageKind.APK
                                : PackageKind.RPM;
        Matches matches = match(TestImage.of(id, version).with(kind, "zlib", "1"));
        assertEquals(List.of("zlib CVE-2024-6"), pairs(matches));
        assertEquals(List.of(), matches.warnings());
    }

    @Test
    void namesADistributionThatItHasNoAdvisoriesFor() throws IOException {
        Distribution kali = new Distribution("kali", "2024.1", "", "debian", "Kali GNU/Linux");
        Matches matches = match(TestImage.of(kali).with(PackageKind.DEB, "zlib", "1"));
        assertEquals(
                List.of(
                        "no advisories are known for Kali GNU/Linux: its packages are listed, not"
                                + " looked up; it is like debian, whose advisories are about other"
                                + " packages"),
                matches.warnings());
    }

    @Test
    void saysWhenTheDatabaseHasNothingOnADistribution() throws IOException {
        Matches matches = match(TestImage.of("debian", "99").with(PackageKind.DEB, "zlib", "1"));
        assertTrue(
                matches.warnings().getFirst().startsWith("the database has nothing on debian 99"),
                matches.warnings().toString());
        assertEquals(Set.of(PackageKind.DEB), matches.unknown());
    }

    @Test
    void saysWhenTheDatabaseHasNothingOnALanguage() throws IOException {
        database.fixed("npm", "lodash", "CVE-2024-6", "2");
        Matches matches =
                match(
                        TestImage.of("debian", "99")
                                .with(PackageKind.PYPI, "flask", "1")
                                .with(PackageKind.GOLANG, "stdlib", "1.22")
                                .with(PackageKind.GENERIC, "nginx", "1.25.3")
                                .with(PackageKind.NPM, "lodash", "1"));
        assertEquals(List.of("lodash CVE-2024-6"), pairs(matches));
        assertEquals(
                List.of(
                        "the database has nothing on packages of Go, PyPI: they are listed, not"
                                + " looked up; update the database, or build one that has them"
                                + " (cooper db build)"),
                matches.warnings());
        assertEquals(
                Set.of(PackageKind.PYPI, PackageKind.GOLANG, PackageKind.GENERIC),
                matches.unknown());
    }

    @Test
    void leavesOutWhatOthersMadeForTheDistribution() throws IOException {
        database.fixed("Debian:12", "nginx", "CVE-2024-7", "");
        TestImage image =
                TestImage.of("debian", "12")
                        .with(
                                PackageKind.DEB,
                                "nginx",
                                "1.25.3-1~bookworm",
                                Optional.empty(),
                                "NGINX Packaging <nginx-packaging@f5.com>",
                                Map.of());
        Matches matches = match(image);
        assertEquals(List.of(), matches.findings());
        assertTrue(matches.warnings().getFirst().startsWith("nginx is not made by debian 12"));
    }

    @ParameterizedTest
    @CsvSource({
        "PYPI, PyPI, Zope.Interface_x, zope-interface-x, 1.0, 1.0.post1",
        "NPM, npm, @babel/core, @babel/core, 7.0.0-rc.1, 7.0.0",
        "MAVEN, Maven, org.a:b, org.a:b, 1.0-beta-1, 1.0",
        "GOLANG, Go, stdlib, stdlib, 1.22rc1, 1.22.0",
        "GOLANG, Go, example.org/m/v2, example.org/m/v2, v2.0.0+incompatible, 2.0.1",
        "CARGO, crates.io, time, time, 0.1.43, 0.2.0",
        "GEM, RubyGems, nokogiri, nokogiri, 1.15.0-x86_64-linux, 1.15.1",
        "COMPOSER, Packagist, Symfony/HTTP, symfony/http, v4.4.0, 4.4.13",
        "NUGET, NuGet, Newtonsoft.Json, newtonsoft.json, 12.0.3.0, 13.0.1",
    })
    void writesNamesAndVersionsAsTheEcosystemDoes(
            PackageKind kind, String eco, String name, String theirs, String version, String fix)
            throws IOException {
        database.fixed(eco, theirs, "CVE-2024-8", fix);
        assertEquals(
                List.of(name + " CVE-2024-8"),
                pairs(match(TestImage.of("", "").with(kind, name, version))));
        assertEquals(List.of(), pairs(match(TestImage.of("", "").with(kind, name, fix))));
    }

    @Test
    void doesNotTakeThePlatformOfAGemForAnOlderVersion() throws IOException {
        database.fixed("RubyGems", "nokogiri", "CVE-2024-9", "1.15.1");
        TestImage image =
                TestImage.of("", "").with(PackageKind.GEM, "nokogiri", "1.15.1-x86_64-linux");
        assertEquals(List.of(), pairs(match(image)));
    }

    @Test
    void reportsOneFindingForTheSameVulnerabilityOfSeveralSources() throws IOException {
        database.add("PyPI", "django", aliased("CVE-2024-10", "PYSEC-2024-1", "osv", "4.2.1"))
                .add("PyPI", "django", aliased("GHSA-a", "CVE-2024-10", "ghsa", "4.2.1"))
                .add("PyPI", "django", aliased("GHSA-b", "PYSEC-2024-2", "ghsa", "4.2.1"))
                .add("PyPI", "django", aliased("PYSEC-2024-2", "", "osv", ""));
        Matches matches = match(TestImage.of("", "").with(PackageKind.PYPI, "Django", "4.2"));
        assertEquals(List.of("Django CVE-2024-10", "Django PYSEC-2024-2"), pairs(matches));
        assertEquals("4.2.1", matches.findings().getLast().fixedVersion());
    }

    private static Advisory aliased(String id, String alias, String source, String fixed) {
        return new Advisory(
                id,
                alias.isEmpty() ? List.of() : List.of(alias),
                source,
                fixed.isEmpty() ? AffectedVersions.ALL : AffectedVersions.before(fixed),
                Status.UNKNOWN,
                Severity.UNKNOWN,
                List.of());
    }

    @Test
    void namesTheHighestFixOfADistributionAndAllFixesOfALibrary() throws IOException {
        database.fixed("Rocky Linux:9", "curl", "CVE-2024-11", "7.76.1-26.el9")
                .fixed("Rocky Linux:9", "curl", "CVE-2024-11", "7.76.1-29.el9")
                .add("npm", "ws", ranges("CVE-2024-12"));
        TestImage image =
                TestImage.of("rocky", "9")
                        .with(PackageKind.RPM, "curl", "7.76.1-23.el9")
                        .with(PackageKind.NPM, "ws", "6.0.0");
        List<VulnerabilityFinding> findings = match(image).findings();
        assertEquals("7.76.1-29.el9", findings.getFirst().fixedVersion());
        assertEquals("6.2.3, 7.5.10", findings.getLast().fixedVersion());
    }

    private static Advisory ranges(String id) {
        return new Advisory(
                id,
                List.of(),
                "ghsa",
                new AffectedVersions(
                        List.of(
                                new AffectedVersions.Range(
                                        "6.0.0", AffectedVersions.Limit.FIXED, "6.2.3"),
                                new AffectedVersions.Range(
                                        "7.0.0", AffectedVersions.Limit.FIXED, "7.5.10")),
                        List.of()),
                Status.FIXED,
                Severity.HIGH,
                List.of());
    }

    @Test
    void letsThePackagesOwnSeverityWinThenThatOfNvdThenTheOthers() {
        Map<String, Severity> said =
                Map.of("nvd", Severity.CRITICAL, "test", Severity.HIGH, "zzz", Severity.LOW);
        Severities auto = new Severities(List.of("auto"));
        Advisory own = TestDatabase.advisory("CVE-1", "2", Status.FIXED, Severity.LOW);
        Advisory silent = TestDatabase.advisory("CVE-1", "2", Status.FIXED, Severity.UNKNOWN);
        assertEquals(
                new Severities.Decided(Severity.LOW, "test"),
                auto.of(own, TestDatabase.vulnerability("CVE-1", said)));
        assertEquals(
                new Severities.Decided(Severity.HIGH, "test"),
                auto.of(silent, TestDatabase.vulnerability("CVE-1", said)));
        assertEquals(
                new Severities.Decided(Severity.CRITICAL, "nvd"),
                auto.of(
                        silent,
                        TestDatabase.vulnerability(
                                "CVE-1", Map.of("nvd", Severity.CRITICAL, "ghsa", Severity.LOW))));
        assertEquals(
                new Severities.Decided(Severity.LOW, "zzz"),
                new Severities(List.of("nothing", "zzz"))
                        .of(own, TestDatabase.vulnerability("CVE-1", said)));
    }

    @Test
    void hidesWhatTheOptionsLeaveOutAndSaysWhy() throws IOException {
        database.add(
                        "Debian:12",
                        "zlib",
                        TestDatabase.advisory("CVE-1", "2", Status.FIXED, Severity.LOW))
                .add(
                        "Debian:12",
                        "zlib",
                        TestDatabase.advisory("CVE-2", "", Status.WILL_NOT_FIX, Severity.HIGH));
        ImageInventory image =
                TestImage.of("debian", "12").with(PackageKind.DEB, "zlib", "1").inventory();
        MatchOptions high =
                new MatchOptions(
                        Set.of(Severity.HIGH, Severity.CRITICAL),
                        false,
                        Set.of(Status.WILL_NOT_FIX),
                        MatchOptions.DEFAULT.packageTypes(),
                        MatchOptions.DetectionPriority.PRECISE,
                        List.of());
        Matches matches = new Matcher(database, high).match(image);
        assertEquals(List.of(), matches.findings());
        assertEquals(
                List.of(
                        "its severity is LOW; shown are CRITICAL,HIGH",
                        "its status, will_not_fix, is ignored"),
                matches.hidden().stream().map(Matches.Hidden::why).toList());
    }
}
