package dev.cooper.scan.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DatabaseBuilder;
import dev.cooper.scan.version.VersionScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class ChangelogsTest {
    private static final String CHANGELOG =
            """
            thing (1.2-3+deb12u2) bookworm-security; urgency=high

              * Mend it again, the first time was not enough (CVE-2024-0001)
              * cve-2024-0002: mend this, too

             -- Someone <someone@example.org>  Mon, 01 Jan 2024 00:00:00 +0000

            thing (1.2-3+deb12u1) bookworm-security; urgency=high

              * CVE-2024-0001, CVE-2024-12

             -- Someone <someone@example.org>  Mon, 01 Jan 2024 00:00:00 +0000

            old-thing (0.9-1) unstable; urgency=low

              * CVE-2020-0001

             -- Someone <someone@example.org>  Mon, 01 Jan 2024 00:00:00 +0000
            """;

    @Test
    void aVersionMendsWhatItsEntryNames() {
        assertEquals(
                Set.of("CVE-2024-0001", "CVE-2024-0002"),
                Changelogs.mended("thing", "1.2-3+deb12u2", CHANGELOG).keySet());
        assertEquals(
                Set.of("CVE-2024-0001"),
                Changelogs.mended("thing", "1.2-3+deb12u1", CHANGELOG).keySet());
    }

    @Test
    void whatIsMendedTwiceIsThereUntilTheSecondTime(@TempDir Path place) throws Exception {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        try (DatabaseBuilder builder = new DatabaseBuilder(place)) {
            Changelogs changelogs = new Changelogs("Debian:12", builder);
            changelogs.add("thing", "1.2-3+deb12u2", CHANGELOG);
            changelogs.done(now);
            builder.finish(now, Optional.empty(), 1);
        }
        try (CooperDatabase database = CooperDatabase.open(place)) {
            AffectedVersions first =
                    database.advisories("Debian:12", "thing").getFirst().versions();
            VersionScheme order = VersionScheme.DEB;
            assertTrue(first.has("1.2-3", order));
            assertEquals(Optional.of("1.2-3+deb12u1"), first.fixFor("1.2-3", order));
            assertTrue(first.has("1.2-3+deb12u1", order));
            assertEquals(Optional.of("1.2-3+deb12u2"), first.fixFor("1.2-3+deb12u1", order));
            assertFalse(first.has("1.2-3+deb12u2", order));
            assertEquals(List.of(), database.advisories("Debian:12", "old-thing"));
        }
    }
}
