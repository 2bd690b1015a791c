package dev.cooper.scan.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.AffectedVersions.Limit;
import dev.cooper.scan.advisory.AffectedVersions.Range;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DatabaseBuilder;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The records are made up in the form of the feeds. */
class FeedsTest {
    @TempDir Path directory;

    private List<String> warnings = List.of();

    private CooperDatabase database(String name, String content) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        Path place = directory.resolve("db");
        try (DatabaseBuilder builder = new DatabaseBuilder(place)) {
            Feeds.read(Feeds.guess(file), file, builder);
            builder.finish(Instant.parse("2026-01-01T00:00:00Z"), Optional.empty(), 1);
            warnings = builder.warnings();
        }
        return CooperDatabase.open(place);
    }

    @Test
    void readsRecordsOfOsv() throws Exception {
        String record =
                """
                {"id": "GHSA-aaaa-bbbb-cccc", "modified": "2024-02-01T00:00:00Z",
                 "aliases": ["CVE-2024-1000"], "summary": "Something is wrong",
                 "severity": [{"type": "CVSS_V3",
                   "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
                 "affected": [{"package": {"ecosystem": "npm", "name": "thing"},
                   "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"},
                     {"fixed": "1.2.3"}, {"introduced": "2.0.0"}]}],
                   "versions": ["1.0.0", "3.0.0", "0.0.0-rc"],
                   "database_specific": {"last_known_affected_version_range": "<= 2.5.0"}}],
                 "database_specific": {"severity": "MODERATE", "cwe_ids": ["CWE-79"]}}
                """;
        try (CooperDatabase database = database("record.json", record)) {
            Advisory advisory = database.advisories("npm", "thing").getFirst();
            assertEquals("CVE-2024-1000", advisory.id());
            assertEquals(List.of("GHSA-aaaa-bbbb-cccc"), advisory.aliases());
            assertEquals(
                    List.of(
                            new Range("", Limit.FIXED, "1.2.3"),
                            new Range("2.0.0", Limit.LAST, "2.5.0")),
                    advisory.versions().ranges());
            assertEquals(List.of("3.0.0"), advisory.versions().versions());
            assertEquals(
                    "GitHub Security Advisory npm",
                    database.source("npm", advisory.source()).orElseThrow().name());
            Vulnerability details = database.vulnerability("GHSA-aaaa-bbbb-cccc").orElseThrow();
            assertEquals(Severity.MEDIUM, details.severities().get("ghsa"));
            assertEquals(9.8, details.scores().get("ghsa").scores().get("3.1"));
        }
    }

    @Test
    void aNoticeOfADistributionIsAboutEachOfItsVulnerabilities() throws Exception {
        String record =
                """
                {"id": "ALSA-2024:1", "modified": "2024-02-01T00:00:00Z",
                 "summary": "Important: nodejs:18 security update",
                 "related": ["CVE-2024-1", "CVE-2024-2"],
                 "affected": [{"package": {"ecosystem": "AlmaLinux:8", "name": "npm"},
                   "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"},
                     {"fixed": "9.1-1.module_el8.6.0+1+abc"}]}]}]}
                """;
        try (CooperDatabase database = database("notice.json", record)) {
            List<Advisory> found = database.advisories("AlmaLinux:8", "nodejs:18::npm");
            assertEquals(
                    List.of("CVE-2024-1", "CVE-2024-2"), found.stream().map(Advisory::id).toList());
            assertEquals(List.of("ALSA-2024:1"), found.getFirst().notices());
            assertEquals(Severity.HIGH, found.getFirst().severity());
        }
    }

    @Test
    void readsHowDebiansReleasesStand() throws Exception {
        String tracker =
                """
                {"curl": {
                  "CVE-2024-1": {"description": "a", "releases": {
                    "bookworm": {"status": "resolved", "fixed_version": "7.88.1-10+deb12u5",
                      "repositories": {"bookworm-security": "7.88.1-10+deb12u5"},
                      "urgency": "not yet assigned"},
                    "trixie": {"status": "resolved", "fixed_version": "0", "urgency": "low",
                      "repositories": {"trixie": "8.5.0-2"}}}},
                  "CVE-2024-2": {"releases": {
                    "bookworm": {"status": "open", "urgency": "unimportant", "nodsa": "Minor",
                      "nodsa_reason": "postponed", "repositories": {"bookworm": "7.88.1-10"}}}},
                  "CVE-2024-3": {"releases": {
                    "bookworm": {"status": "resolved", "fixed_version": "8.0-1",
                      "urgency": "medium**", "repositories": {"bookworm": "7.88.1-10"}},
                    "sid": {"status": "undetermined", "urgency": "low"}}}}}
                """;
        try (CooperDatabase database = database("data.json", tracker)) {
            List<Advisory> found = database.advisories("Debian:12", "curl");
            assertEquals(AffectedVersions.before("7.88.1-10+deb12u5"), found.get(0).versions());
            assertEquals(Status.FIX_DEFERRED, found.get(1).status());
            assertEquals(Severity.LOW, found.get(1).severity());
            assertEquals(AffectedVersions.ALL, found.get(2).versions());
            assertEquals(Status.AFFECTED, found.get(2).status());
            assertEquals(List.of(), database.advisories("Debian:13", "curl"));
            assertEquals(List.of(), database.advisories("Debian:unstable", "curl"));
        }
    }

    @Test
    void readsWhatAlpineMended() throws Exception {
        String fixes =
                """
                {"distroversion": "v3.20", "packages": [{"pkg": {"name": "busybox", "secfixes": {
                  "0": ["CVE-2021-1"],
                  "1.28.3-r2": ["CVE-2018-1 (+ regression fix)", "CVE_2018-2", "XSA-1"]}}}]}
                """;
        try (CooperDatabase database = database("main.json", fixes)) {
            List<Advisory> found = database.advisories("Alpine:v3.20", "busybox");
            assertEquals(
                    List.of("CVE-2018-1", "CVE-2018-2"), found.stream().map(Advisory::id).toList());
        }
    }

    @Test
    void readsDetailsOfTheNvdAndWhatIsExploitedAndHowProbably() throws Exception {
        String nvd =
                """
                {"resultsPerPage": 1, "format": "NVD_CVE", "timestamp": "2024-03-01T00:00:00.000",
                 "vulnerabilities": [{"cve": {"id": "CVE-2024-1", "vulnStatus": "Analyzed",
                   "published": "2024-01-02T03:04:05.123", "descriptions": [
                     {"lang": "es", "value": "no"}, {"lang": "en", "value": "yes"}],
                   "metrics": {"cvssMetricV31": [{"type": "Primary", "cvssData": {
                     "version": "3.1", "vectorString": "CVSS:3.1/AV:N", "baseScore": 9.8,
                     "baseSeverity": "CRITICAL"}}]},
                   "weaknesses": [{"description": [{"lang": "en", "value": "CWE-416"}]}]}}]}
                """;
        try (CooperDatabase database = database("nvd.json", nvd)) {
            Vulnerability details = database.vulnerability("CVE-2024-1").orElseThrow();
            assertEquals("yes", details.description());
            assertEquals(Severity.CRITICAL, details.severities().get("nvd"));
            assertEquals(List.of("CWE-416"), details.weaknesses());
            assertEquals(Instant.parse("2024-01-02T03:04:05Z"), details.published().orElseThrow());
        }
        String epss =
                "#model_version:v1,score_date:2024-05-01T00:00:00+0000\ncve,epss,percentile\n";
        try (CooperDatabase database = database("epss.csv", epss + "CVE-2024-1,0.5,0.9\nCVE-x\n")) {
            assertEquals(
                    0.5,
                    database.vulnerability("CVE-2024-1")
                            .orElseThrow()
                            .epss()
                            .orElseThrow()
                            .probability());
            assertEquals(Instant.parse("2024-05-01T00:00:00Z"), database.state().asOf());
        }
    }

    @Test
    void leavesOutWhatItCannotReadAndSaysSo() throws Exception {
        Files.writeString(directory.resolve("good.json"), "{\"id\": \"GO-1\", \"modified\": \"\"}");
        Files.writeString(directory.resolve("worse.json"), "{\"id\": \"GO-2\", ");
        try (DatabaseBuilder builder = new DatabaseBuilder(directory.resolve("db"))) {
            Feeds.read(Feed.OSV, directory, builder);
            warnings = builder.warnings();
        }
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().contains("worse.json"), warnings.getFirst());
    }

    @Test
    void readsDocumentsOfAPackedTarArchive() throws Exception {
        Path file = directory.resolve("csaf_vex_2026-01-01.tar.zst");
        try (OutputStream out = Compression.ZSTD.compress(Files.newOutputStream(file), -1);
                TarWriter tar = new TarWriter(out)) {
            for (String id : List.of("CVE-2024-2", "CVE-2024-1")) {
                byte[] record =
                        """
                        {"id": "%s", "modified": "2026-01-01T00:00:00Z", "affected": [{"package":
                         {"ecosystem": "npm", "name": "thing"}, "versions": ["1.0.0"]}]}\
                        """
                                .formatted(id)
                                .getBytes(StandardCharsets.UTF_8);
                String name = "2024/" + id + ".json";
                tar.write(TarEntry.file(name, record.length), new ByteArrayInputStream(record));
            }
        }
        Path place = directory.resolve("db");
        try (DatabaseBuilder builder = new DatabaseBuilder(place)) {
            Feeds.read(Feeds.guess(file), file, builder);
            builder.finish(Instant.parse("2026-01-01T00:00:00Z"), Optional.empty(), 1);
        }
        try (CooperDatabase database = CooperDatabase.open(place)) {
            assertEquals(2, database.advisories("npm", "thing").size());
        }
    }

    @Test
    void scoresAreThoseOfTheSpecification() {
        assertEquals(9.8, Cvss.score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H").orElseThrow());
        assertEquals(6.1, Cvss.score("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N").orElseThrow());
        assertEquals(
                10.0, Cvss.score("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H").orElseThrow());
        assertEquals(5.5, Cvss.score("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H").orElseThrow());
        assertEquals(7.5, Cvss.score("AV:N/AC:L/Au:N/C:P/I:P/A:P").orElseThrow());
        assertEquals(10.0, Cvss.score("AV:N/AC:L/Au:N/C:C/I:C/A:C").orElseThrow());
        assertEquals(Optional.empty(), Cvss.score("CVSS:3.1/AV:N"));
    }
}
