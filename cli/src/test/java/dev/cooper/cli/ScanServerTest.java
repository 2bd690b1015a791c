package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.DatabaseBuilder;
import dev.cooper.scan.advisory.EndOfLife;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.feed.Databases;
import dev.cooper.scan.server.ScanServer;
import dev.cooper.scan.server.ServerOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class ScanServerTest {
    private static final String TOKEN = "opensesame";
    private static final String DPKG =
            """
            Package: libold
            Status: install ok installed
            Source: old (1.0-1)
            Version: 1.0-1
            Architecture: amd64
            Maintainer: Debian Somebody <somebody@debian.org>

            """;
    private static final String LODASH = "usr/lib/node_modules/lodash/package.json";

    @TempDir Path directory;
    private Path archive;
    private CommandLine local;
    private CommandLine client;
    private ScanServer server;
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void serveADatabase() throws IOException {
        build(Instant.now(), "CVE-2024-1");
        archive =
                LayeredArchive.write(
                        directory.resolve("shop.tar"),
                        "shop:1",
                        Map.of(
                                "etc/os-release",
                                "ID=debian\nVERSION_ID=12\n",
                                "var/lib/dpkg/status",
                                DPKG,
                                "settings.txt",
                                "aws = AKIAQ3EGS7D2XZ5LBXYZ\n"),
                        Map.of(LODASH, "{\"name\":\"lodash\",\"version\":\"4.17.20\"}"),
                        Map.of(".wh.settings.txt", ""));
        local = new CommandLine(directory.resolve("home"));
        client = new CommandLine(directory.resolve("nothing"));
        start(Optional.empty());
    }

    private void build(Instant time, String... debian) throws IOException {
        try (DatabaseBuilder builder = new DatabaseBuilder(databases())) {
            for (String id : debian) {
                builder.advisory("Debian:12", "old", fixed(id, "1.0-2", Severity.UNKNOWN));
            }
            builder.advisory("npm", "lodash", fixed("CVE-2021-1", "4.17.21", Severity.HIGH));
            builder.vulnerability(
                    "nvd",
                    new Vulnerability(
                            "CVE-2021-1",
                            "a title",
                            "what it is",
                            Map.of("nvd", Severity.CRITICAL),
                            Map.of(
                                    "nvd",
                                    new Vulnerability.Cvss(
                                            Map.of("3.1", "CVSS:3.1/AV:N"), Map.of("3.1", 9.0))),
                            List.of("CWE-79"),
                            List.of("https://example.org/1"),
                            Optional.of(time),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
            builder.epss("CVE-2021-1", new Vulnerability.Epss(0.5, 0.75));
            builder.exploited("CVE-2021-1", time);
            builder.endOfLife(
                    "debian",
                    List.of(
                            new EndOfLife.Cycle(
                                    "debian",
                                    "12",
                                    EndOfLife.day("2020-01-01"),
                                    Optional.empty())));
            builder.finish(time, Optional.of(time), 2);
        }
    }

    private static Advisory fixed(String id, String version, Severity severity) {
        return new Advisory(
                id,
                List.of("GHSA-" + id),
                "test",
                AffectedVersions.before(version),
                Status.FIXED,
                severity,
                List.of("DSA-1"));
    }

    private Path databases() {
        return directory.resolve("home/cooper/db");
    }

    private Path kept() {
        return directory.resolve("served");
    }

    private void start(Optional<String> token) throws IOException {
        server =
                ScanServer.start(
                        new ServerOptions(
                                "localhost", 0, token, "Trivy-Token", databases(), kept(), "0"),
                        log::add);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        assertEquals(List.of(), log);
    }

    private CommandLine.Result ask(String... args) {
        List<String> all = new ArrayList<>(List.of("scan", "--server", server.url()));
        all.addAll(List.of(args));
        return client.run(all.toArray(String[]::new));
    }

    private CommandLine.Result scan(String... args) {
        List<String> all = new ArrayList<>(List.of("scan"));
        all.addAll(List.of(args));
        return local.run(all.toArray(String[]::new));
    }

    private static String plain(CommandLine.Result result) {
        return result.out()
                .lines()
                .filter(line -> !line.contains("\"ReportID\"") && !line.contains("\"CreatedAt\""))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void clientsReportWhatALocalScanReports() throws IOException {
        Path ignored = Files.writeString(directory.resolve("ignored"), "CVE-2024-1\n");
        String input = archive.toString();
        List<List<String>> options =
                List.of(
                        List.of("--input", input, "-f", "json"),
                        List.of("--input", input, "-f", "sarif"),
                        List.of("--input", input, "--exit-code", "3", "--exit-on-eol", "4"),
                        List.of("--input", input, "--severity", "CRITICAL", "--exit-code", "3"),
                        List.of("--input", input, "--ignorefile", ignored.toString()),
                        List.of("--input", input, "--skip-dirs", "usr/lib/node_modules"),
                        List.of("--input", input, "--fix-plan"),
                        List.of("--input", input, "--sort-by", "risk", "-f", "json"),
                        List.of("--input", input, "--explain", "CVE-2021-1", "lodash"),
                        List.of(
                                "--input",
                                input,
                                "--explain",
                                "CVE-2021-1",
                                "nosuch",
                                "-f",
                                "json"));
        for (List<String> each : options) {
            CommandLine.Result here = scan(each.toArray(String[]::new));
            CommandLine.Result there = ask(each.toArray(String[]::new));
            assertEquals(here.err(), there.err(), each.toString());
            assertEquals(here.code(), there.code(), there.err());
            assertEquals(plain(here), plain(there), each.toString());
        }
        assertTrue(ask("--input", input).out().contains("CVE-2024-1"));
        assertTrue(ask("--input", input).out().contains("settings.txt (secrets)"));
        assertFalse(Files.exists(directory.resolve("nothing")));
    }

    @Test
    void directoriesAndSbomsAreAskedForToo() throws IOException {
        Path sources = Files.createDirectory(directory.resolve("sources"));
        Files.writeString(
                sources.resolve("package-lock.json"),
                """
                {"lockfileVersion": 3, "packages": {
                  "": {"name": "shop", "version": "1.0.0", "dependencies": {"lodash": "4.17.20"}},
                  "node_modules/lodash": {"version": "4.17.20"}}}
                """);
        Path sbom = directory.resolve("sbom.json");
        assertEquals(0, scan("fs", "-f", "cyclonedx", "-o", sbom.toString(), "" + sources).code());
        for (String[] words :
                List.of(
                        new String[] {"fs", "-f", "json", sources.toString()},
                        new String[] {"repo", "-f", "json", sources.toString()},
                        new String[] {"sbom", "-f", "json", sbom.toString()})) {
            CommandLine.Result there = ask(words);
            assertTrue(there.out().contains("CVE-2021-1"), there.err());
            assertEquals(plain(scan(words)), plain(there));
        }
    }

    private Map<String, Object> files() throws IOException {
        Map<String, Object> keys = new TreeMap<>();
        try (Stream<Path> all = Files.walk(kept())) {
            for (Path file :
                    all.filter(Files::isRegularFile)
                            .filter(each -> !each.getFileName().toString().startsWith("."))
                            .toList()) {
                keys.put(
                        file.toString(),
                        Files.readAttributes(file, BasicFileAttributes.class).fileKey());
            }
        }
        return keys;
    }

    @Test
    void whatOneClientHasSentIsNotSentAgain() throws IOException {
        ask("--input", archive.toString());
        Map<String, Object> first = files();
        assertEquals(6, first.size(), first.toString());
        CommandLine other = new CommandLine(directory.resolve("elsewhere"));
        CommandLine.Result again =
                other.run("scan", "--server", server.url(), "--input", archive.toString());
        assertEquals(0, again.code(), again.err());
        assertEquals(first, files());
    }

    @Test
    void aNewEditionOfTheDatabaseIsUsedAtOnce() throws Exception {
        String before = ask("--input", archive.toString()).out();
        assertFalse(before.contains("CVE-2024-2"), before);
        build(Instant.now(), "CVE-2024-1", "CVE-2024-2");
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!ask("--input", archive.toString()).out().contains("CVE-2024-2")) {
            assertTrue(Instant.now().isBefore(end));
            Thread.sleep(200);
        }
    }

    @Test
    void theServerFetchesItsDatabaseByItself() throws Exception {
        Path fetched = directory.resolve("fetched");
        try (OwnRegistry registry = OwnRegistry.start(directory.resolve("registry"))) {
            String name = registry.host() + "/advisories:1";
            ScanServerUpdates updates =
                    new ScanServerUpdates(fetched, List.of(name), true, client.terminal());
            IOException none = assertThrows(IOException.class, updates::bring);
            assertTrue(String.valueOf(none.getMessage()).contains("advisories"), none.toString());
            String cache = "--cache-dir=" + databases().getParent();
            assertEquals(0, local.run("db", "push", cache, "--insecure", name).code());
            updates.bring();
            assertTrue(Databases.isIn(fetched));
        }
        new ScanServerUpdates(fetched, List.of("localhost:1/gone:1"), true, client.terminal())
                .bring();
        new ScanServerUpdates(fetched, List.of(), true, client.terminal()).bring();
    }

    @Test
    void anOldDatabaseIsWarnedOfWithItsAge() throws IOException {
        server.close();
        build(Instant.now().minus(Duration.ofDays(8)), "CVE-2024-1");
        start(Optional.empty());
        String warning = ask("--input", archive.toString()).err();
        assertTrue(
                warning.startsWith(
                        "warning: the advisory database of the scan server is 8 days old"),
                warning);
    }

    @Test
    void manyClientsAskAtOnce() throws Exception {
        String expected = plain(scan("--input", archive.toString(), "-f", "json"));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<CommandLine.Result>> clients = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                clients.add(() -> ask("--input", archive.toString(), "-f", "json"));
            }
            for (Future<CommandLine.Result> each : threads.invokeAll(clients)) {
                assertEquals(expected, plain(each.get()), each.get().err());
            }
        }
    }

    @Test
    void onlyWhoSendsTheTokenIsAnswered() throws Exception {
        server.close();
        start(Optional.of(TOKEN));
        CommandLine.Result wrong = ask("--token", "guess", "--input", archive.toString());
        assertEquals(1, wrong.code());
        assertEquals(
                "cooper: the scan server "
                        + server.url()
                        + " refuses the token; give the right one with --token (and its header with"
                        + " --token-header)\n",
                wrong.err());
        assertEquals(1, ask("--input", archive.toString()).code());
        assertEquals(0, ask("--token", TOKEN, "--input", archive.toString()).code());
        assertEquals(
                0,
                ask("--custom-headers", "trivy-token:" + TOKEN, "--input", archive.toString())
                        .code());
        client.withEnvironment("TRIVY_TOKEN", TOKEN).withEnvironment("TRIVY_SERVER", server.url());
        assertEquals(0, client.run("scan", "--input", archive.toString()).code());
        assertEquals(200, send("GET", "/healthz", "").statusCode());
        assertTrue(send("GET", "/version", "").body().contains("\"UpdatedAt\""));
    }

    @Test
    void aServerThatIsNotThereIsOneSentence() throws IOException {
        String url = server.url();
        server.close();
        CommandLine.Result gone =
                client.run("scan", "--server", url, "--input", archive.toString());
        assertEquals(1, gone.code());
        assertEquals(
                "cooper: the scan server " + url + " cannot be reached; is it running there?\n",
                gone.err());
        CommandLine.Result malformed =
                client.run("scan", "--server", "localhost:4954", "--input", archive.toString());
        assertEquals(
                "cooper: \"localhost:4954\" is no address of a scan server; want"
                        + " http://host:4954\n",
                malformed.err());
        start(Optional.empty());
    }

    @Test
    void withoutADatabaseNothingIsServed() {
        CommandLine.Result none = new CommandLine(directory.resolve("empty")).run("scan", "server");
        assertEquals(1, none.code());
        assertTrue(none.err().startsWith("cooper: there is no advisory database in "), none.err());
        assertEquals(2, local.run("scan", "server", "--listen", "here").code());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(server.url() + path))
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private void refused(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, body);
        assertEquals(status, response.statusCode(), path + " " + response.body());
        assertTrue(response.body().startsWith("{\"error\":"), response.body());
    }

    @Test
    void whatIsMalformedIsRefusedAndNothingIsWritten() throws Exception {
        String layer = "/v1/layers/sha256:" + "a".repeat(64);
        String options =
                "\"options\":{\"severities\":[],\"packageTypes\":[],\"priority\":\"precise\"}";
        refused(400, "POST", "/v1/findings", "");
        refused(400, "POST", "/v1/findings", "{");
        refused(400, "POST", "/v1/findings", "[]");
        refused(400, "POST", "/v1/findings", "{" + options + "}");
        refused(
                400,
                "POST",
                "/v1/findings",
                "{\"distribution\":{},\"packages\":[{\"kind\":\"tarball\",\"name\":\"a\","
                        + "\"version\":\"1\"}],"
                        + options
                        + "}");
        refused(400, "POST", "/v1/findings", "[".repeat(100_000));
        refused(405, "GET", "/v1/findings", "");
        refused(404, "GET", "/", "");
        refused(404, "GET", "/v2/findings", "");
        refused(405, "DELETE", layer + "/packages", "");
        refused(404, "GET", layer + "/packages", "");
        refused(404, "PUT", layer + "/..", "x");
        refused(404, "PUT", layer + "/%2e%2e%2fout", "x");
        refused(404, "PUT", layer + "/.new-1", "x");
        refused(404, "PUT", layer + "/a/../../out", "x");
        refused(404, "PUT", layer + "/", "x");
        refused(400, "PUT", "/v1/layers/sha256:" + "A".repeat(64) + "/packages", "x");
        refused(400, "PUT", "/v1/layers/sha256:abc/packages", "x");
        refused(400, "PUT", "/v1/layers/md5:" + "a".repeat(32) + "/packages", "x");
        refused(400, "PUT", "/v1/layers/../packages", "x");
        assertFalse(Files.exists(kept()));
    }

    @Test
    void callsOfTrivysClientsAreRefusedInTheirWords() throws Exception {
        String scan = "/twirp/trivy.scanner.v1.Scanner/Scan";
        HttpResponse<String> json = send("POST", scan, "{}");
        assertEquals(415, json.statusCode());
        assertTrue(json.body().contains("\"code\":\"bad_route\""), json.body());
        assertEquals(400, call(scan, "hello").statusCode());
        assertEquals(404, call("/twirp/trivy.scanner.v1.Scanner/Stop", "").statusCode());
        String notSent = "\u001aGsha256:" + "a".repeat(64);
        assertEquals(400, call(scan, notSent).statusCode());
        assertTrue(call(scan, notSent).body().contains("was not sent"));
        String elsewhere = "\n\u0010../../../out/out.";
        String put = "/twirp/trivy.cache.v1.Cache/PutBlob";
        assertTrue(call(put, elsewhere).body().contains("invalid_argument"));
        assertFalse(Files.exists(kept()));
    }

    private HttpResponse<String> call(String path, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(server.url() + path))
                            .header("Content-Type", "application/protobuf")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        refused(413, "GET", "/healthz", "hello");
        refused(413, "POST", "/v1/findings", " ".repeat((32 << 20) + 1));
    }
}
