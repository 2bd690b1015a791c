package dev.cooper.scan.advisory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.scan.version.VersionScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

class CooperDatabaseTest {
    private static final Instant THEN = Instant.parse("2026-08-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-08-22T00:00:00Z");

    private static Advisory fixed(String id, String version, String... aliases) {
        return new Advisory(
                id,
                List.of(aliases),
                "test",
                AffectedVersions.before(version),
                Status.FIXED,
                Severity.HIGH,
                List.of());
    }

    private interface Filling {
        void fill(AdvisorySink sink) throws IOException;
    }

    private static DatabaseState build(Path place, Instant time, Filling filling)
            throws IOException {
        try (DatabaseBuilder builder = new DatabaseBuilder(place, 2_000)) {
            filling.fill(builder);
            return builder.finish(time, Optional.of(time), 2);
        }
    }

    @Test
    void findsAdvisoriesByPackageAndDetailsByAnyName(@TempDir Path place) throws Exception {
        build(
                place,
                NOW,
                sink -> {
                    sink.advisory("Debian:12", "openssl", fixed("CVE-2024-1", "3.0.11-1"));
                    sink.advisory("Debian:12", "openssl", fixed("CVE-2024-2", "3.0.12-1"));
                    sink.advisory("Ubuntu:22.04:LTS", "openssl", fixed("CVE-2024-3", "3"));
                    sink.advisory("PyPI", "Typing_Extensions", fixed("CVE-2024-4", "4", "GHSA-x"));
                    sink.vulnerability("ghsa", described("CVE-2024-4", "what it is", "ghsa"));
                    sink.vulnerability("nvd", described("CVE-2024-4", "", "nvd"));
                    sink.exploited("CVE-2024-4", THEN);
                    sink.epss("CVE-2024-4", new Vulnerability.Epss(0.12345, 0.9));
                    sink.endOfLife(
                            "debian",
                            List.of(
                                    new EndOfLife.Cycle(
                                            "debian",
                                            "12",
                                            EndOfLife.day("2030-01-01"),
                                            Optional.empty())));
                });
        try (CooperDatabase database = CooperDatabase.open(place)) {
            List<Advisory> found = database.advisories("Debian:12", "openssl");
            assertEquals(
                    List.of("CVE-2024-1", "CVE-2024-2"), found.stream().map(Advisory::id).toList());
            assertEquals(fixed("CVE-2024-1", "3.0.11-1"), found.getFirst());
            assertEquals(1, database.advisories("Ubuntu:22.04", "openssl").size());
            assertEquals(1, database.advisories("PyPI", "typing.extensions").size());
            assertEquals(List.of(), database.advisories("Debian:12", "openss"));
            assertTrue(database.covers("Debian:12"));
            assertFalse(database.covers("Debian:11"));
            Vulnerability details = database.vulnerability("GHSA-x").orElseThrow();
            assertEquals("what it is", details.title());
            assertEquals(Map.of("nvd", Severity.HIGH, "ghsa", Severity.HIGH), details.severities());
            assertEquals(Optional.of(THEN), details.exploited());
            assertEquals(0.12345, details.epss().orElseThrow().probability());
            assertEquals(Optional.empty(), database.vulnerability("CVE-2024-5"));
            LocalDate day = LocalDate.parse("2029-01-01");
            assertFalse(database.endOfLife("debian", "12.5").orElseThrow().isOver(day));
            assertTrue(database.endOfLife("alpine-linux", "3.10.2").orElseThrow().isOver(day));
        }
    }

    private static Vulnerability described(String id, String title, String source) {
        return new Vulnerability(
                id,
                title,
                "",
                Map.of(source, Severity.HIGH),
                Map.of(
                        source,
                        new Vulnerability.Cvss(Map.of("3.1", "CVSS:3.1/AV:N"), Map.of("3.1", 9.8))),
                List.of("CWE-79"),
                List.of("https://" + source + ".example/" + id),
                Optional.of(THEN),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void theSameInAnyOrderMakesTheSameBytes(@TempDir Path one, @TempDir Path other)
            throws Exception {
        List<Filling> fillings = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String name = "package" + i % 40;
            String id = "CVE-20" + (10 + i % 9) + "-" + i;
            fillings.add(sink -> sink.advisory("npm", name, fixed(id, "1.0", "GHSA-" + id)));
            fillings.add(sink -> sink.vulnerability("nvd", described(id, "", "nvd")));
        }
        byte[] first = build(one, NOW, sink -> fillAll(fillings, sink)).toJson();
        Collections.shuffle(fillings, new Random(1));
        byte[] second = build(other, NOW, sink -> fillAll(fillings, sink)).toJson();
        assertEquals(new String(first, UTF_8), new String(second, UTF_8));
    }

    private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

    private static void fillAll(List<Filling> fillings, AdvisorySink sink) throws IOException {
        for (Filling each : fillings) {
            each.fill(sink);
        }
    }

    @Test
    void keepsOlderStatesAndTheirChunksForAsLongAsAsked(@TempDir Path place) throws Exception {
        build(place, THEN, sink -> sink.advisory("npm", "a", fixed("CVE-2024-1", "1")));
        try (CooperDatabase before = CooperDatabase.open(place)) {
            build(place, NOW, sink -> sink.advisory("npm", "a", fixed("CVE-2024-2", "1")));
            assertEquals("CVE-2024-1", before.advisories("npm", "a").getFirst().id());
        }
        try (CooperDatabase old = CooperDatabase.open(place, NOW.minusSeconds(1))) {
            assertEquals("CVE-2024-1", old.advisories("npm", "a").getFirst().id());
        }
        Instant later = NOW.plusSeconds(10);
        for (int i = 0; i < 3; i++) {
            Instant time = later.plusSeconds(i);
            String id = "CVE-2025-" + i;
            build(place, time, sink -> sink.advisory("npm", "a", fixed(id, "1")));
        }
        assertThrows(IOException.class, () -> CooperDatabase.open(place, NOW));
        try (var chunks = Files.list(place.resolve("chunks"))) {
            assertEquals(2, chunks.count());
        }
    }

    @Test
    void aDamagedChunkEndsWithASentence(@TempDir Path place) throws Exception {
        DatabaseState state =
                build(place, THEN, sink -> sink.advisory("npm", "a", fixed("CVE-2024-1", "1")));
        Path chunk = new DatabaseFiles(place).chunk(state.chunks().getFirst().digest());
        byte[] whole = Files.readAllBytes(chunk);
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            Files.write(chunk, bytes);
            try (CooperDatabase database = CooperDatabase.open(place)) {
                database.advisories("npm", "a");
            } catch (IOException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("damaged"), e.getMessage());
            }
        }
    }

    @Test
    void rangesMayBeginAfterAVersionAndHaveExceptions() {
        AffectedVersions versions =
                new AffectedVersions(
                        List.of(
                                new AffectedVersions.Range(
                                        "1.0", true, AffectedVersions.Limit.FIXED, "2.0")),
                        List.of("0.5"),
                        List.of(AffectedVersions.Range.only("1.5")));
        assertFalse(versions.has("1.0", VersionScheme.SEMVER));
        assertTrue(versions.has("1.0.1", VersionScheme.SEMVER));
        assertFalse(versions.has("1.5.0", VersionScheme.SEMVER));
        assertTrue(versions.has("0.5", VersionScheme.SEMVER));
    }
}
