package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Each option is obeyed, or ends with a sentence. */
class ScanOptionsTest {
    private static final String ADVISORY =
            """
            {"schema_version":"1.6.0","id":"CVE-2024-1","modified":"2024-01-01T00:00:00Z",
             "summary":"A test","affected":[{"package":{"ecosystem":"npm","name":"left-pad"},
               "ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"2.0.0"}]}]}]}
            """;
    private static final String LOCK =
            """
            {"lockfileVersion": 3, "packages": {
              "": {"name": "shop", "version": "1.0.0", "dependencies": {"left-pad": "1.3.0"}},
              "node_modules/left-pad": {"version": "1.3.0"}}}
            """;

    @TempDir Path directory;
    private Path sources;
    private CommandLine cooper;

    @BeforeEach
    void makeSources() throws IOException {
        sources = Files.createDirectory(directory.resolve("sources"));
        Files.writeString(sources.resolve("package-lock.json"), LOCK);
        cooper = new CommandLine(directory.resolve("store"));
    }

    private void makeDatabase(Path cache) throws IOException {
        Path advisories = Files.createDirectories(directory.resolve("osv"));
        Files.writeString(advisories.resolve("a.json"), ADVISORY);
        CommandLine.Result built =
                cooper.run("db", "build", "--cache-dir=" + cache, "osv=" + advisories);
        assertEquals(0, built.code(), built.err());
    }

    private CommandLine.Result scan(String... args) {
        return cooper.run(
                Stream.concat(
                                Stream.of("scan", "fs", "--scanners=vuln"),
                                Stream.concat(Stream.of(args), Stream.of(sources.toString())))
                        .toArray(String[]::new));
    }

    @Test
    void findingsThatNobodyHasRatedAreCountedWhenTheyAreHidden() throws IOException {
        Path cache = directory.resolve("cache");
        makeDatabase(cache);
        CommandLine.Result all = scan("--cache-dir=" + cache);
        assertTrue(all.out().contains("CVE-2024-1"), all.out());
        assertEquals("", all.err());
        CommandLine.Result high = scan("--cache-dir=" + cache, "--severity=HIGH");
        assertFalse(high.out().contains("CVE-2024-1"), high.out());
        assertEquals(1, high.err().lines().count(), high.err());
        assertTrue(high.err().contains("of severity UNKNOWN are not shown (1)"), high.err());
    }

    @Test
    void theDatabaseIsFetchedFromWhereTheOptionSaysAndOnlyWhenItIsTime() throws IOException {
        makeDatabase(directory.resolve("elsewhere"));
        String repository = "--db-repository=";
        String cache = "--cache-dir=" + directory.resolve("cache");
        try (OwnRegistry registry = OwnRegistry.start(directory.resolve("registry"))) {
            String name = registry.host() + "/advisories:1";
            CommandLine.Result pushed =
                    cooper.run(
                            "db",
                            "push",
                            "--cache-dir=" + directory.resolve("elsewhere"),
                            "--insecure",
                            name);
            assertEquals(0, pushed.code(), pushed.err());
            repository += name;
            for (String not : List.of("--skip-db-update", "--offline-scan")) {
                CommandLine.Result kept = scan(cache, not, "--insecure", repository);
                assertEquals(1, kept.code());
                assertTrue(kept.err().contains("there is no advisory database"), kept.err());
            }
            CommandLine.Result first = scan(cache, "--insecure", repository);
            assertTrue(first.err().startsWith("advisory database: fetched"), first.err());
            assertTrue(first.out().contains("CVE-2024-1"), first.out());
        }
        CommandLine.Result second = scan(cache, repository);
        assertEquals(0, second.code());
        assertEquals("", second.err());
    }

    @Test
    void theStoreIsWhereDaemonsAreToBeAskedAndTheRegistryWhatIsRemote() throws IOException {
        cooper.image("2026-01-02T03:04:05Z", Map.of(), 10240, "127.0.0.1:1/shop:1");
        String[] scan = {"scan", "--scanners=secret", "--image-src=docker", "127.0.0.1:1/shop:1"};
        assertEquals(0, cooper.run(scan).code());
        scan[2] = "--image-src=remote";
        CommandLine.Result remote = cooper.run(scan);
        assertEquals(1, remote.code());
        assertTrue(remote.err().contains("cannot connect to registry"), remote.err());
        scan[2] = "--image-src=remote,podman";
        assertEquals(0, cooper.run(scan).code());
        scan[2] = "--image-src=tape";
        assertEquals(2, cooper.run(scan).code());
    }

    @Test
    void anImageOfAnotherPlatformIsNotTakenForTheOneThatIsWanted() throws IOException {
        cooper.image("2026-01-02T03:04:05Z", Map.of(), 10240, "shop:1");
        CommandLine.Result result =
                cooper.run("scan", "--scanners=secret", "--platform=linux/s390x", "shop:1");
        assertEquals(1, result.code());
        assertTrue(
                result.err().contains("is an image for linux/amd64, not for linux/s390x"),
                result.err());
    }

    @Test
    void whatCannotBeWrittenIsSaidBeforeTheScan() {
        CommandLine.Result result =
                scan("--output=" + directory.resolve("none").resolve("report"), "--debug");
        assertEquals(1, result.code());
        assertFalse(result.err().contains("debug:"), result.err());
        assertEquals(2, scan("--table-mode=none").code());
        assertEquals(2, scan("--report=none").code());
        assertEquals(1, scan("--format=template", "--template=@none").code());
    }

    @Test
    void whatScansKeepOfLayersIsCountedAndPruned() throws IOException {
        cooper.image("2026-01-02T03:04:05Z", Map.of(), 10240, "shop:1");
        assertEquals(0, cooper.run("scan", "--scanners=secret", "shop:1").code());
        String[] df = {"df", "--format={{.Type}} {{.TotalCount}}"};
        assertTrue(cooper.run(df).out().contains("Inventories 1\n"), cooper.run(df).out());
        CommandLine.Result pruned = cooper.run("prune", "--force");
        assertTrue(pruned.out().contains("Deleted inventories of layers: 1"), pruned.out());
        assertTrue(cooper.run(df).out().contains("Inventories 0\n"), cooper.run(df).out());
        assertEquals(0, cooper.run("scan", "--scanners=secret", "shop:1").code());
    }

    @Test
    void nothingOfLayersIsKeptWhenMemoryIsAskedFor() throws IOException {
        cooper.image("2026-01-02T03:04:05Z", Map.of(), 10240, "shop:1");
        String[] scan = {"scan", "--scanners=secret", "--cache-backend=memory", "shop:1"};
        assertEquals(0, cooper.run(scan).code());
        String counted = cooper.run("df", "--format={{.Type}} {{.TotalCount}}").out();
        assertTrue(counted.contains("Inventories 0\n"), counted);
        scan[2] = "--cache-backend=redis://127.0.0.1";
        CommandLine.Result refused = cooper.run(scan);
        assertEquals(2, refused.code());
        assertTrue(refused.err().contains("with --server"), refused.err());
    }

    @Test
    void anSbomComesFromAFileInTheWordsOfOthersOrFromStandardInput() throws IOException {
        String file = directory.resolve("sbom.json").toString();
        assertEquals(0, cooper.run("sbom", "-o", "spdx-json=" + file, "dir:" + sources).code());
        String[] named = {"scan", "-f", "json", "--list-all-pkgs", "--scanners=license", ""};
        named[named.length - 1] = "sbom:" + file;
        CommandLine.Result result = cooper.run(named);
        assertEquals(0, result.code(), result.err());
        CommandLine.Result read =
                cooper.withInput(Files.readAllBytes(Path.of(file)))
                        .run("scan", "sbom", "--scanners=license", "-f", "json", "-");
        assertEquals(0, read.code(), read.err());
        assertTrue(read.out().contains("\"ArtifactName\": \"standard input\""), read.out());
        assertEquals(1, cooper.run("scan", "sbom", directory + "/none").code());
    }

    @Test
    void aReportThatReplacesAnotherIsWholeAndReadable() throws IOException {
        Path file = directory.resolve("report.json");
        Files.writeString(file, "old");
        CommandLine.Result result =
                cooper.run(
                        "scan",
                        "fs",
                        "--scanners=secret",
                        "--format=json",
                        "--output=" + file,
                        sources.toString());
        assertEquals(0, result.code(), result.err());
        assertTrue(Files.readString(file).startsWith("{"));
        try (Stream<Path> files = Files.list(directory)) {
            assertTrue(files.noneMatch(each -> each.getFileName().toString().startsWith(".")));
        }
    }

    @Test
    void optionsThatHaveNothingToDoAreNamedUnlessTheyAreMet() {
        CommandLine.Result met = scan("--list-all-pkgs", "--skip-java-db-update", "--no-progress");
        assertFalse(met.err().contains("nothing to do"), met.err());
        CommandLine.Result idle = scan("--list-all-pkgs", "--java-db-repository=example.org/java");
        assertTrue(
                idle.err().contains("--java-db-repository has nothing to do: Java archives"),
                idle.err());
    }
}
