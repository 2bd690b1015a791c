package dev.cooper.scan.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.inventory.PackageKind;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.finding.VulnerabilityFinding;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

class ExplanationTest {
    private final TestDatabase database =
            new TestDatabase()
                    .fixed("Debian:12", "glibc", "CVE-1", "2.36-9+deb12u4")
                    .fixed("Debian:12", "glibc", "CVE-2", "2.36-9+deb12u3");
    private final TestImage image =
            TestImage.of("debian", "12.5")
                    .from(PackageKind.DEB, "libc6", "2.36-9+deb12u3", "glibc", "2.36-9+deb12u3");

    private Explanation explain(String vulnerability, String name) throws IOException {
        return new Matcher(database, MatchOptions.DEFAULT)
                .explain(image.inventory(), vulnerability, name);
    }

    @Test
    void tellsEachStepToAFinding() throws IOException {
        assertEquals(
                """
                CVE-1 is reported for libc6 2.36-9+deb12u3:
                  1. var/lib/dpkg/status says that it is there, in this version since layer 0,\
                 built from the source glibc 2.36-9+deb12u3
                  2. its advisories are those on glibc of Debian:12, held against version\
                 2.36-9+deb12u3
                  3. test on CVE-1: installed 2.36-9+deb12u3 < fixed 2.36-9+deb12u4 by deb rules:\
                 affected
                  4. its severity is UNKNOWN, as nobody has said one, its status fixed in\
                 2.36-9+deb12u4
                  - CVE-1: the database has advisories on it, but no description
                """,
                explain("CVE-1", "libc6").text());
    }

    @Test
    void tellsWhyThereIsNoFinding() throws IOException {
        Explanation fixed = explain("CVE-2", "glibc");
        assertFalse(fixed.isReported());
        assertTrue(
                fixed.text()
                        .contains(
                                "installed 2.36-9+deb12u3 = fixed 2.36-9+deb12u3 by deb rules: not"
                                        + " affected, as the fix is installed"),
                fixed.text());
        assertTrue(
                explain("CVE-3", "libc6")
                        .text()
                        .contains("none of its 2 advisories is on this vulnerability"));
        assertTrue(
                explain("CVE-1", "libc").text().contains("similar: libc6"),
                explain("CVE-1", "libc").text());
        assertTrue(explain("CVE-1", "libv6").text().contains("similar: libc6"));
        assertTrue(explain("CVE-1", "zlib").text().contains("'cooper sbom' lists the 1 packages"));
        assertTrue(explain("cve-1", "libc6").isReported());
    }

    @Test
    void saysWhatTheOptionsHide() throws IOException {
        MatchOptions critical = MatchOptions.DEFAULT.withSeverities(Set.of(Severity.CRITICAL));
        Explanation hidden =
                new Matcher(database, critical).explain(image.inventory(), "CVE-1", "libc6");
        assertFalse(hidden.isReported());
        assertTrue(hidden.text().contains("it is not shown: its severity is UNKNOWN"));
    }

    @Test
    void explainsExactlyWhatIsReported() throws IOException {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            TestDatabase some = new TestDatabase();
            TestImage its = TestImage.of("debian", "12");
            for (int j = 0; j < 5; j++) {
                some.add("Debian:12", "p" + random.nextInt(3), advisory(random));
                some.add("npm", "p" + random.nextInt(3), advisory(random));
                its.with(PackageKind.DEB, "p" + j, version(random));
                its.with(PackageKind.NPM, "p" + j, version(random));
            }
            Matcher matcher = new Matcher(some, MatchOptions.DEFAULT);
            Set<String> found = matched(matcher.match(its.inventory()));
            for (int id = 0; id < 4; id++) {
                for (int j = 0; j < 5; j++) {
                    boolean isFound = found.contains("p" + j + " CVE-" + id);
                    Explanation explained = matcher.explain(its.inventory(), "CVE-" + id, "p" + j);
                    assertEquals(isFound, explained.isReported(), "tests.seed=" + seed);
                }
            }
        }
    }

    @Test
    void findsTheSameInAnyOrderAndNothingInAFixedVersion() throws IOException {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            List<Advisory> advisories = new ArrayList<>();
            for (int j = 0; j < 6; j++) {
                advisories.add(advisory(random));
            }
            TestImage its = TestImage.of("", "").with(PackageKind.NPM, "p", version(random));
            List<VulnerabilityFinding> findings = findings(advisories, its);
            Collections.shuffle(advisories, random);
            assertEquals(findings, findings(advisories, its), "tests.seed=" + seed);
            TestImage mended = TestImage.of("", "").with(PackageKind.NPM, "p", "9.9.9");
            for (VulnerabilityFinding each : findings(advisories, mended)) {
                assertTrue(
                        each.advisory().versions().ranges().stream()
                                .anyMatch(range -> range.limit() == AffectedVersions.Limit.NONE),
                        "tests.seed=" + seed);
            }
        }
    }

    private static List<VulnerabilityFinding> findings(List<Advisory> advisories, TestImage image)
            throws IOException {
        TestDatabase database = new TestDatabase();
        advisories.forEach(each -> database.add("npm", "p", each));
        return new Matcher(database, MatchOptions.DEFAULT).match(image.inventory()).findings();
    }

    private static Set<String> matched(Matches matches) {
        return matches.findings().stream()
                .map(each -> each.found().found().name() + " " + each.id())
                .collect(Collectors.toSet());
    }

    private static Advisory advisory(Random random) {
        String fixed = random.nextInt(4) == 0 ? "" : version(random);
        Severity severity = Severity.values()[random.nextInt(Severity.values().length)];
        return TestDatabase.advisory("CVE-" + random.nextInt(4), fixed, Status.UNKNOWN, severity);
    }

    private static String version(Random random) {
        return random.nextInt(3) + "." + random.nextInt(3) + "." + random.nextInt(3);
    }
}
