package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

class VexRepoCommandTest {
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
    private static final String INDEX =
            """
            {"updated_at": "2026-01-01T00:00:00Z", "packages": [
              {"id": "pkg:npm/left-pad", "location": "pkg/npm/left-pad/vex.json"}]}
            """;
    private static final String VEX =
            """
            {"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.org/vex/1",
             "author": "test", "timestamp": "2026-01-01T00:00:00Z", "version": 1,
             "statements": [{"vulnerability": {"name": "CVE-2024-1"},
               "products": [{"@id": "pkg:npm/left-pad"}], "status": "not_affected",
               "justification": "vulnerable_code_not_present"}]}
            """;

    @TempDir Path directory;
    private Path web;
    private Path sources;
    private FileServer server;
    private CommandLine cooper;

    @BeforeEach
    void start() throws IOException {
        sources = Files.createDirectory(directory.resolve("sources"));
        Files.writeString(sources.resolve("package-lock.json"), LOCK);
        cooper = new CommandLine(directory.resolve("store"));
        Path advisories = Files.createDirectory(directory.resolve("osv"));
        Files.writeString(advisories.resolve("a.json"), ADVISORY);
        assertEquals(0, cooper.run("db", "build", "osv=" + advisories).code());
        web = Files.createDirectory(directory.resolve("web"));
        server = FileServer.serve(web);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void publish(String versions) throws IOException {
        Files.createDirectories(web.resolve(".well-known"));
        Files.writeString(
                web.resolve(".well-known").resolve("vex-repository.json"),
                "{\"name\": \"test\", \"versions\": " + versions + "}");
    }

    private String location(String path) {
        return "{\"spec_version\": \"v0.1\", \"update_interval\": \"24h\", \"locations\":"
                + " [{\"url\": \""
                + server.url()
                + path
                + "\"}]}";
    }

    private static void tar(Path file, Map<String, String> content) throws IOException {
        try (OutputStream out = Compression.GZIP.compress(Files.newOutputStream(file), -1);
                TarWriter tar = new TarWriter(out)) {
            for (Map.Entry<String, String> each : content.entrySet()) {
                byte[] bytes = each.getValue().getBytes(StandardCharsets.UTF_8);
                tar.write(
                        TarEntry.file(each.getKey(), bytes.length),
                        new ByteArrayInputStream(bytes));
            }
        }
    }

    private CommandLine.Result scan(String... args) {
        return cooper.run(
                Stream.concat(
                                Stream.of("scan", "fs", "--scanners=vuln", "--vex=repo"),
                                Stream.concat(Stream.of(args), Stream.of(sources.toString())))
                        .toArray(String[]::new));
    }

    private void init() {
        CommandLine.Result result = cooper.run("vex", "repo", "init", server.url());
        assertEquals(0, result.code(), result.err());
    }

    @Test
    void aScanTakesStatementsOfTheRepositoriesThatAreListed() throws IOException {
        init();
        publish("{\"v0\": " + location("/data.tar.gz//repo-main") + "}");
        tar(
                web.resolve("data.tar.gz"),
                Map.of(
                        "repo-main/index.json", INDEX,
                        "repo-main/pkg/npm/left-pad/vex.json", VEX));
        CommandLine.Result first = scan("--exit-code=3");
        assertEquals(0, first.code(), first.out() + first.err());
        assertEquals("", first.err());
        server.close();
        CommandLine.Result offline = scan("--exit-code=3", "--show-suppressed");
        assertEquals(0, offline.code(), offline.err());
        assertTrue(offline.out().contains("not_affected"), offline.out());
        CommandLine.Result failing = cooper.run("vex", "repo", "download");
        assertEquals(1, failing.code());
        assertEquals(0, scan("--exit-code=3").code());
    }

    @Test
    void zipArchivesAreTakenAndWhatClimbsOutOfThemIsNot() throws IOException {
        init();
        publish("[" + location("/data.zip") + "]");
        try (ZipOutputStream zip =
                new ZipOutputStream(Files.newOutputStream(web.resolve("data.zip")))) {
            for (Map.Entry<String, String> each :
                    Map.of(
                                    "index.json", INDEX,
                                    "pkg/npm/left-pad/vex.json", VEX,
                                    "../../../escaped.json", "{}")
                            .entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        CommandLine.Result downloaded = cooper.run("vex", "repo", "download", "default");
        assertEquals(0, downloaded.code(), downloaded.err());
        try (Stream<Path> all = Files.walk(directory)) {
            assertTrue(all.noneMatch(each -> each.endsWith("escaped.json")));
        }
        assertEquals(0, scan("--exit-code=3", "--offline-scan").code());
    }

    @Test
    void whatIsWrongWithARepositoryIsSaid() throws IOException {
        CommandLine.Result none = scan();
        assertEquals(2, none.code());
        assertTrue(none.err().contains("cooper vex repo init URL"), none.err());
        init();
        CommandLine.Result listed = cooper.run("vex", "repo", "list");
        assertTrue(listed.out().contains("URL: " + server.url() + "\n  Status: Enabled"));
        CommandLine.Result offline = scan("--skip-vex-repo-update");
        assertTrue(offline.err().contains("there is no copy of the VEX repository default"));
        CommandLine.Result missing = scan();
        assertEquals(1, missing.code());
        assertTrue(missing.err().contains("vex-repository.json"), missing.err());
        publish("[{\"spec_version\": \"9.9\"}]");
        assertTrue(scan().err().contains("has nothing in version 0.1"), scan().err());
        publish("[" + location("/data.tar.gz") + "]");
        tar(web.resolve("data.tar.gz"), Map.of("readme.json", "{}"));
        assertTrue(scan().err().contains("there is no index.json"), scan().err());
        assertEquals(2, cooper.run("vex", "repo", "download", "other").code());
        assertEquals(2, cooper.run("vex", "other").code());
        assertFalse(cooper.run("vex", "repo", "--help").out().isEmpty());
    }

    @Test
    void aListWithANameThatIsNoNameIsNotRead() throws IOException {
        Path list = directory.resolve("store").resolve("cooper/vex/repository.yaml");
        Files.createDirectories(list.resolveSibling(""));
        Files.writeString(list, "repositories: [{name: ../x, url: 'https://example.org'}]");
        assertTrue(scan().err().contains("this is \"../x\""), scan().err());
        Files.writeString(list, "repositories: [{name: x, url: 'file:///etc'}]");
        assertTrue(scan().err().contains("is no address of a VEX repository"), scan().err());
    }
}
