package dev.cooper.scan.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.version.VersionScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** The tables are those of version 6 as far as they are asked. */
class GrypeDatabaseTest {
    static final List<String> TABLES =
            List.of(
                    "create table db_metadata(build_timestamp datetime, model int)",
                    "insert into db_metadata values('2026-01-02 03:04:05+00:00', 6)",
                    "create table blobs(id integer primary key, value text)",
                    "create table packages(id integer primary key, ecosystem text, name text)",
                    "create table operating_systems(id integer primary key, name text,"
                            + " major_version text, minor_version text)",
                    "create table vulnerability_handles(id integer primary key, name text,"
                            + " status text, provider_id text, blob_id int)",
                    "create table affected_package_handles(id integer primary key,"
                            + " vulnerability_id int, operating_system_id int, package_id int,"
                            + " blob_id int)",
                    "insert into operating_systems values(1, 'debian', '12', '')",
                    "insert into packages values(1, 'deb', 'openssl'), (2, 'npm', 'lodash')",
                    "insert into vulnerability_handles values"
                            + "(1, 'CVE-2024-1', 'active', 'debian', 1),"
                            + "(2, 'GHSA-x', 'active', 'github', 2)",
                    "insert into affected_package_handles values(1, 1, 1, 1, 3), (2, 2, null, 2,"
                            + " 4)",
                    "insert into blobs values(1, '{\"severities\":[{\"value\":\"high\"}]}'),(2,"
                        + " '{\"aliases\":[\"CVE-2024-2\"],\"description\":\"what\"}'),(3,"
                        + " '{\"ranges\":[{\"version\":{\"constraint\":\"< 3.0.11-1\"},"
                        + "\"fix\":{\"version\":\"3.0.11-1\",\"state\":\"fixed\"}}]}'),(4,"
                        + " '{\"ranges\":[{\"version\":{\"constraint\":\">=1.0,<4.17.21\"}}]}')");

    @Test
    void knowsWhatIsExploitedAndHowLikelyItIs(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("vulnerability.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : TABLES) {
                statement.execute(sql);
            }
            statement.execute(
                    "create table known_exploited_vulnerability_handles(id integer primary key,"
                            + " cve text, blob_id int)");
            statement.execute(
                    "create table epss_handles(id integer primary key, cve text, epss real,"
                            + " percentile real)");
            statement.execute(
                    "insert into known_exploited_vulnerability_handles values(1, 'CVE-2024-1', 5)");
            statement.execute(
                    "insert into blobs values(5, '{\"date_added\":\"2024-03-04T00:00:00Z\"}')");
            statement.execute("insert into epss_handles values(1, 'CVE-2024-1', 0.25, 0.9)");
        }
        try (AdvisoryDatabase database = Databases.open(directory, Optional.empty())) {
            Vulnerability known = database.vulnerability("CVE-2024-1").orElseThrow();
            assertEquals("2024-03-04T00:00:00Z", known.exploited().orElseThrow().toString());
            assertEquals(new Vulnerability.Epss(0.25, 0.9), known.epss().orElseThrow());
            Vulnerability other = database.vulnerability("GHSA-x").orElseThrow();
            assertEquals(Optional.empty(), other.exploited());
            assertEquals(Optional.empty(), other.epss());
        }
    }

    @Test
    void readsGrypesDatabase(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("vulnerability.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : TABLES) {
                statement.execute(sql);
            }
        }
        try (AdvisoryDatabase database = Databases.open(directory, Optional.empty())) {
            assertEquals("2026-01-02T03:04:05Z", database.edition().builtAt().toString());
            assertTrue(database.covers("Debian:12"));
            assertFalse(database.covers("Debian:11"));
            Advisory openssl = database.advisories("Debian:12", "openssl").getFirst();
            assertEquals(AffectedVersions.before("3.0.11-1"), openssl.versions());
            assertEquals(Severity.HIGH, openssl.severity());
            assertEquals(List.of(), database.advisories("Debian:11", "openssl"));
            Advisory lodash = database.advisories("npm", "lodash").getFirst();
            assertEquals("CVE-2024-2", lodash.id());
            assertTrue(lodash.versions().has("4.17.20", VersionScheme.SEMVER));
            assertFalse(lodash.versions().has("0.9.0", VersionScheme.SEMVER));
            assertEquals("what", database.vulnerability("GHSA-x").orElseThrow().description());
        }
    }
}
