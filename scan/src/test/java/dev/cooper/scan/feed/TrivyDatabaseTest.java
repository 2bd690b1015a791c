package dev.cooper.scan.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.AdvisorySink;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.AffectedVersions.Limit;
import dev.cooper.scan.advisory.AffectedVersions.Range;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DatabaseBuilder;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.version.VersionScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class TrivyDatabaseTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path directory;

    private interface Filling {
        void fill(AdvisorySink sink) throws IOException;
    }

    private Path exported(Filling filling) throws IOException {
        Path own = directory.resolve("own");
        try (DatabaseBuilder builder = new DatabaseBuilder(own)) {
            filling.fill(builder);
            builder.finish(NOW, Optional.empty(), 1);
        }
        try (CooperDatabase database = CooperDatabase.open(own)) {
            TrivyExport.write(database, directory);
        }
        return directory.resolve("db");
    }

    private static Advisory advisory(String id, AffectedVersions versions, Status status) {
        return new Advisory(
                id, List.of(), "x", versions, status, Severity.MEDIUM, List.of("NOTICE-1"));
    }

    @Test
    void readsWhatWasWrittenInBucketsOfAnySize() throws Exception {
        Path place =
                exported(sink -> {
                    for (int i = 0; i < 20_000; i++) {
                        Advisory one =
                                advisory(
                                        "CVE-2024-" + i,
                                        AffectedVersions.before("1." + i),
                                        Status.FIXED);
                        sink.advisory("Debian:12", "package" + i / 3, one);
                        sink.advisory("Debian:12", "linux", one);
                    }
                    sink.vulnerability(
                            "nvd",
                            Vulnerability.described("CVE-2024-7", "long", "word ".repeat(5_000)));
                });
        try (AdvisoryDatabase database = Databases.open(place, Optional.empty())) {
            assertEquals("trivy", database.edition().kind());
            assertEquals(NOW, database.edition().builtAt());
            assertTrue(database.covers("Debian:12"));
            assertFalse(database.covers("Debian:11"));
            assertEquals(20_000, database.advisories("Debian:12", "linux").size());
            for (int i = 0; i < 20_000; i += 17) {
                List<Advisory> found = database.advisories("Debian:12", "package" + i / 3);
                int number = i;
                assertTrue(found.stream().anyMatch(each -> each.id().equals("CVE-2024-" + number)));
            }
            assertEquals(List.of(), database.advisories("Debian:12", "package"));
            assertEquals("long", database.vulnerability("CVE-2024-7").orElseThrow().title());
            assertTrue(database.vulnerability("CVE-2024-8").isPresent());
            assertTrue(database.vulnerability("CVE-2023-8").isEmpty());
        }
    }

    @Test
    void keepsRangesOfLanguagesAndHowDistributionsStand() throws Exception {
        AffectedVersions versions =
                new AffectedVersions(
                        List.of(
                                new Range("", Limit.FIXED, "1.2"),
                                new Range("2.0", true, Limit.LAST, "2.5")),
                        List.of("3.1"),
                        List.of(Range.only("2.3")));
        Path place =
                exported(sink -> {
                    sink.advisory("npm", "thing", advisory("GHSA-1", versions, Status.FIXED));
                    sink.advisory(
                            "Ubuntu:22.04",
                            "curl",
                            advisory("CVE-2024-1", AffectedVersions.ALL, Status.WILL_NOT_FIX));
                });
        try (AdvisoryDatabase database = Databases.open(place, Optional.empty())) {
            Advisory found = database.advisories("npm", "thing").getFirst();
            for (String version : List.of("1.0", "2.1", "2.5", "3.1")) {
                assertTrue(found.versions().has(version, VersionScheme.SEMVER), version);
            }
            for (String version : List.of("1.2", "2.0", "2.3", "2.6", "3.0")) {
                assertFalse(found.versions().has(version, VersionScheme.SEMVER), version);
            }
            Advisory curl = database.advisories("Ubuntu:22.04", "curl").getFirst();
            assertEquals(Status.WILL_NOT_FIX, curl.status());
            assertEquals(Severity.MEDIUM, curl.severity());
            assertEquals(List.of("NOTICE-1"), curl.notices());
        }
    }

    @Test
    void pythonsNamesAreFoundInEverySpelling() throws Exception {
        Advisory advisory =
                new Advisory(
                        "PYSEC-1",
                        List.of(),
                        "x",
                        AffectedVersions.before("2"),
                        Status.FIXED,
                        Severity.UNKNOWN,
                        List.of());
        Path place =
                exported(sink -> {
                    sink.advisory("PyPI", "Zope.interface", advisory);
                    sink.advisory("PyPI", "a_b.c-d", advisory);
                    sink.advisory("PyPI", "a-b-c-d-e-f", advisory);
                });
        try (BoltFile file = BoltFile.open(place.resolve("trivy.db"))) {
            BoltFile.Bucket pip = file.root().bucket("pip::x").orElseThrow();
            for (String name :
                    List.of(
                            "zope.interface",
                            "zope-interface",
                            "a-b.c-d",
                            "a.b.c.d",
                            "a-b-c-d-e-f",
                            "a.b.c.d.e.f")) {
                assertTrue(pip.bucket(name).isPresent(), name);
            }
        }
        try (AdvisoryDatabase database = Databases.open(place, Optional.empty())) {
            assertEquals(1, database.advisories("PyPI", "zope-interface").size());
            assertEquals(1, database.advisories("PyPI", "a-b-c-d").size());
        }
    }

    @Test
    void aDamagedFileEndsWithASentence() throws Exception {
        Path place =
                exported(sink -> {
                    for (int i = 0; i < 300; i++) {
                        sink.advisory(
                                "npm",
                                "thing" + i,
                                advisory("GHSA-" + i, AffectedVersions.ALL, Status.FIXED));
                    }
                });
        Path file = place.resolve("trivy.db");
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = whole.clone();
            for (int j = 0; j < 10; j++) {
                int at = 3 * 4096 + random.nextInt(bytes.length - 3 * 4096);
                bytes[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
            }
            Files.write(file, bytes);
            try (AdvisoryDatabase database = Databases.open(place, Optional.empty())) {
                database.advisories("npm", "thing" + i % 300);
                database.vulnerability("GHSA-" + i % 300);
            } catch (IOException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("damaged"), e.getMessage());
            }
        }
        Files.write(file, new byte[100]);
        assertTrue(
                org.junit.jupiter.api.Assertions.assertThrows(
                                IOException.class, () -> Databases.open(place, Optional.empty()))
                        .getMessage()
                        .contains("damaged"));
    }

    @Test
    void readsConditionsOfEveryEcosystem() {
        assertRange("~> 5.2.8", "5.2.8", "5.2.9", "5.3.0");
        assertRange("^1.2.3", "1.2.3", "1.9.0", "2.0.0");
        assertRange("^0.2.3", "0.2.3", "0.2.9", "0.3.0");
        assertRange("~1.2.3", "1.2.3", "1.2.9", "1.3.0");
        assertRange("1.2.x", "1.2.0", "1.2.9", "1.3.0");
        assertRange(">= 1.0, < 2.0", "1.0.0", "1.9.9", "2.0.0");
        assertRange(">=1.0 <2.0 || >=3.0 <4.0", "1.0.0", "3.5.0", "4.0.0");
        assertRange("1.0.0 - 2.0.0", "1.0.0", "2.0.0", "2.0.1");
        assertRange("[1.0,2.0),[3.0]", "1.0", "3.0", "2.0");
        assertRange("(,1.5]", "0.1", "1.5", "1.6");
        assertRange("*", "0", "9.9.9", "");
    }

    private static void assertRange(String condition, String one, String other, String not) {
        AffectedVersions versions = Constraints.versions(List.of(condition), List.of());
        assertTrue(versions.has(one, VersionScheme.SEMVER), condition + " " + one);
        assertTrue(versions.has(other, VersionScheme.SEMVER), condition + " " + other);
        if (!not.isEmpty()) {
            assertFalse(versions.has(not, VersionScheme.SEMVER), condition + " " + not);
        }
    }
}
