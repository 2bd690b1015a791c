package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.scan.advisory.CooperDatabase;
import dev.cooper.scan.advisory.DatabaseFiles;
import dev.cooper.scan.advisory.DatabaseReceiver;
import dev.cooper.store.OciLayout;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Databases into a registry, an archive, and out of them again. */
class DbPassingOnTest {
    @TempDir Path directory;
    private CountingRegistry registry;
    private CommandLine publisher;
    private CommandLine user;
    private String name;

    @BeforeEach
    void start() throws IOException {
        registry = CountingRegistry.start(directory.resolve("registry"));
        name = registry.host() + "/team/advisories:1";
        publisher = new CommandLine(directory.resolve("publisher"));
        user = new CommandLine(directory.resolve("user"));
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private static String ok(CommandLine cooper, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err());
        return result.out();
    }

    private static String fails(CommandLine cooper, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(1, result.code(), result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        return result.err();
    }

    /** A database of three ecosystems; what it says of npm's is told apart by an id. */
    private void build(String day, String id) throws IOException {
        Path records = Files.createDirectories(directory.resolve("osv"));
        record(records, "npm", id, day);
        record(records, "PyPI", "CVE-2024-2", "2026-01-01");
        record(records, "Go", "CVE-2024-3", "2026-01-01");
        ok(publisher, "db", "build", "--quiet", "osv=" + records);
    }

    private static void record(Path records, String ecosystem, String id, String day)
            throws IOException {
        Files.writeString(
                records.resolve(ecosystem + ".json"),
                """
                {"id": "%s", "modified": "%sT00:00:00Z", "affected": [{"package":
                 {"ecosystem": "%s", "name": "thing"}, "versions": ["1.0.0"]}]}\
                """
                        .formatted(id, day, ecosystem));
    }

    private Path database(String home) {
        return directory.resolve(home).resolve("cooper/db");
    }

    private static List<String> found(CooperDatabase database) throws IOException {
        return database.advisories("npm", "thing").stream().map(each -> each.id()).toList();
    }

    private List<String> found() throws IOException {
        try (CooperDatabase database = CooperDatabase.open(database("user"))) {
            return found(database);
        }
    }

    private List<String> fetchedBlobs() {
        return registry.seen("/blobs/sha256:").stream()
                .filter(line -> line.startsWith("GET"))
                .toList();
    }

    @Test
    void onlyPartsThatHaveChangedTravel() throws Exception {
        build("2026-02-01", "CVE-2024-1");
        ok(publisher, "db", "push", name);
        String first = ok(user, "db", "update", name);
        assertTrue(first.startsWith("fetched 4 of 4 parts"), first);
        assertEquals(5, fetchedBlobs().size(), "four parts and the index");
        assertEquals(List.of("CVE-2024-1"), found());
        assertEquals("up to date: " + name + "\n", ok(user, "db", "update", name));
        assertEquals(6, fetchedBlobs().size(), "the index alone");

        build("2026-02-02", "CVE-2024-4");
        int sent = registry.seen("PUT ").size();
        ok(publisher, "db", "push", name);
        assertEquals(sent + 5, registry.seen("PUT ").size(), "two parts, index, manifest, tag");
        String second = ok(user, "db", "update", name);
        assertTrue(second.startsWith("fetched 2 of 4 parts"), second);
        assertEquals(9, fetchedBlobs().size(), "two parts and the index");
        assertEquals(List.of("CVE-2024-4"), found());
    }

    @Test
    void whoReadsDuringAnUpdateKeepsTheEdition() throws Exception {
        build("2026-02-01", "CVE-2024-1");
        ok(publisher, "db", "push", name);
        ok(user, "db", "update", name);
        try (CooperDatabase before = CooperDatabase.open(database("user"))) {
            build("2026-02-02", "CVE-2024-4");
            ok(publisher, "db", "push", name);
            ok(user, "db", "update", "--keep", "1", name);
            assertEquals(List.of("CVE-2024-1"), found(before));
        }
        assertEquals(List.of("CVE-2024-4"), found());
    }

    @Test
    void anUpdateThatBreaksOffLeavesTheOldEditionAndIsContinued() throws Exception {
        build("2026-02-01", "CVE-2024-1");
        ok(publisher, "db", "push", name);
        ok(user, "db", "update", name);
        build("2026-02-02", "CVE-2025-1");
        ok(publisher, "db", "push", name);
        // Npm's advisories and the details of 2024 come, those of 2025 do not.
        registry.lacks(layerOf("CVE-2025"));
        fails(user, "db", "update", name);
        assertEquals(List.of("CVE-2024-1"), found());
        registry.lacks("");
        String again = ok(user, "db", "update", name);
        assertTrue(again.startsWith("fetched 1 of 5 parts"), again);
        assertEquals(List.of("CVE-2025-1"), found());
    }

    private String layerOf(String part) {
        String manifest = ok(user, "manifest", "inspect", "--raw", name);
        return ImageManifest.parse(manifest.getBytes(UTF_8)).layers().stream()
                .filter(each -> each.annotations().containsValue(part))
                .map(each -> each.digest().toString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void mirrorsAreAskedInTurn() throws Exception {
        build("2026-02-01", "CVE-2024-1");
        ok(publisher, "db", "push", name);
        String lacking = registry.host() + "/mirror/advisories:1";
        CommandLine.Result result = user.run("db", "update", lacking, name);
        assertEquals(0, result.code(), result.err());
        assertTrue(result.err().startsWith("warning: "), result.err());
        assertTrue(result.err().contains(lacking), result.err());
        assertTrue(result.out().contains("from " + name), result.out());
        user.withEnvironment("COOPER_DB_REPOSITORY", lacking + " " + name);
        assertEquals("up to date: " + name + "\n", ok(user, "db", "update"));
    }

    @Test
    void whatIsNoDatabaseIsRefusedInASentence() throws Exception {
        user.image("2024-01-02T03:04:05Z", java.util.Map.of(), 10, name);
        ok(user, "push", "-q", name);
        String refused = fails(user, "db", "update", name);
        assertTrue(refused.contains("/team/advisories is no advisory database"), refused);
        assertFalse(CooperDatabase.isIn(database("user")));
    }

    @Test
    void statesOfOtherTimesArePassedOn() throws Exception {
        build("2026-02-01", "CVE-2024-1");
        build("2026-03-01", "CVE-2024-4");
        ok(publisher, "db", "push", "--as-of", "2026-02-15", name);
        ok(user, "db", "update", name);
        assertEquals(List.of("CVE-2024-1"), found());
        Path archive = directory.resolve("db.tar");
        ok(publisher, "db", "export", "-o", archive.toString());
        ok(user, "db", "import", archive.toString());
        assertEquals(List.of("CVE-2024-4"), found());
        String none = fails(publisher, "db", "push", "--as-of", "2025-01-01", name);
        assertTrue(none.contains("no state"), none);
    }

    @Test
    void aSecondWriterIsToldThatTheDatabaseIsBeingWritten() throws Exception {
        build("2026-02-01", "CVE-2024-1");
        ok(publisher, "db", "push", name);
        byte[] index = Files.readAllBytes(database("publisher").resolve("index.json"));
        try (DatabaseReceiver other = new DatabaseReceiver(database("user"), index)) {
            assertTrue(new DatabaseFiles(database("user")).isBeingWritten());
            CommandLine.Result second = user.run("db", "update", name);
            assertEquals(1, second.code());
            assertTrue(second.err().contains("is being written"), second.err());
            assertEquals(4, other.missing().size());
        }
        assertFalse(new DatabaseFiles(database("user")).isBeingWritten());
        ok(user, "db", "update", name);
    }

    @Test
    void takesTrivysOwnArtifact() throws Exception {
        build("2026-02-01", "CVE-2024-1");
        Path cache = directory.resolve("cache");
        ok(publisher, "db", "export", "--format", "trivy-db", "-o", cache.toString());
        OciLayout layout = OciLayout.create(directory.resolve("layout"));
        layout.add(trivys(layout, Files.readAllBytes(cache.resolve("db/trivy.db"))), "2");
        String place = registry.host() + "/trivy-db:2";
        ok(user, "copy", "oci:" + directory.resolve("layout") + ":2", "docker://" + place);
        assertTrue(ok(user, "db", "update", place).startsWith("fetched 1 of 1 parts"));
        String status = ok(user, "db", "status");
        assertTrue(status.contains("Kind:       trivy"), status);

        layout.add(trivys(layout, "no database".getBytes(UTF_8)), "bad");
        String bad = registry.host() + "/trivy-db:bad";
        ok(user, "copy", "oci:" + directory.resolve("layout") + ":bad", "docker://" + bad);
        assertTrue(fails(user, "db", "update", bad).contains("damaged"));
        assertEquals(status, ok(user, "db", "status"));
    }

    private static Descriptor trivys(OciLayout layout, byte[] database) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = Compression.GZIP.compress(packed, -1);
                TarWriter tar = new TarWriter(gzip)) {
            byte[] metadata =
                    """
                    {"Version":2,"UpdatedAt":"2026-02-01T00:00:00Z"}\
                    """
                            .getBytes(UTF_8);
            tar.write(
                    TarEntry.file("trivy.db", database.length), new ByteArrayInputStream(database));
            tar.write(
                    TarEntry.file("metadata.json", metadata.length),
                    new ByteArrayInputStream(metadata));
        }
        String type = "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip";
        Descriptor layer = layout.write(type, packed.toByteArray());
        Descriptor config =
                layout.write("application/vnd.aquasec.trivy.config.v1+json", "{}".getBytes(UTF_8));
        ImageManifest manifest = ImageManifest.of(config, List.of(layer));
        return layout.write(MediaTypes.OCI_MANIFEST, manifest.toJson());
    }
}
