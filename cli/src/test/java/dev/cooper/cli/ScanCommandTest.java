package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ScanCommandTest {
    @TempDir Path directory;
    private Path sources;
    private CommandLine cooper;

    @BeforeEach
    void makeSourcesWithASecret() throws IOException {
        sources = Files.createDirectory(directory.resolve("sources"));
        Files.writeString(sources.resolve("settings.txt"), "aws = AKIAQ3EGS7D2XZ5LBXYZ\n");
        cooper = new CommandLine(directory.resolve("store"));
    }

    private CommandLine.Result scan(String... args) {
        String[] all = new String[args.length + 2];
        all[0] = "scan";
        System.arraycopy(args, 0, all, 1, args.length);
        all[all.length - 1] = sources.toString();
        return cooper.run(all);
    }

    @Test
    void findingsAreShownAndDecideTheExitCode() {
        CommandLine.Result plain = scan("fs", "--scanners", "secret");
        assertEquals(0, plain.code(), plain.err());
        assertTrue(plain.out().contains("settings.txt (secrets)"), plain.out());
        assertEquals(7, scan("fs", "--scanners", "secret", "--exit-code", "7").code());
        assertEquals(
                0,
                scan("fs", "--scanners", "secret", "--exit-code", "7", "--severity", "LOW").code());
    }

    @Test
    void optionsCountBeforeVariablesAndTheseBeforeTheFile() throws IOException {
        Path file = directory.resolve("trivy.yaml");
        Files.writeString(file, "format: json\nscan:\n  scanners:\n    - secret\n");
        String config = "--config=" + file;
        assertTrue(scan("fs", config).out().startsWith("{"));
        cooper.withEnvironment("TRIVY_FORMAT", "table");
        assertFalse(scan("fs", config).out().startsWith("{"));
        cooper.withEnvironment("COOPER_FORMAT", "json");
        assertTrue(scan("fs", config).out().startsWith("{"));
        assertFalse(scan("fs", config, "-f", "table").out().startsWith("{"));
    }

    @Test
    void unknownKeysOfTheFileAreNamedInOneWarning() throws IOException {
        Path file = directory.resolve("trivy.yaml");
        Files.writeString(
                file,
                "scan: {scanners: secret, colour: red}\nkubernetes: {burst: 1}\n"
                        + "image: {removed-pkgs: false}\n");
        CommandLine.Result result = scan("fs", "--config", file.toString());
        assertEquals(0, result.code());
        assertEquals(
                "warning: " + file + ": keys without effect here: kubernetes.burst, scan.colour\n",
                result.err());
        assertEquals("", scan("fs", "--quiet", "--config", file.toString()).err());
    }

    @Test
    void keysOfOlderConfigurationFilesAreUnderstood() throws IOException {
        Path file = directory.resolve("trivy.yaml");
        Files.writeString(
                file,
                """
                scan: {security-checks: secret}
                ignore-unfixed: true
                vulnerability: {type: [os, library]}
                exit-code: 5
                license: {forbidden: [MIT]}
                """);
        CommandLine.Result result = scan("fs", "--config", file.toString());
        assertEquals(5, result.code());
        assertEquals("", result.err());
    }

    @Test
    void benchmarksSortFindingsByTheirControls() throws IOException {
        Files.writeString(sources.resolve("Dockerfile"), "FROM alpine:3\nADD a /a\nUSER nobody\n");
        String[] asked = {
            "fs", "--compliance", "docker-cis", "--scanners", "misconfig", "--exit-code", "4"
        };
        CommandLine.Result table = scan(asked);
        assertEquals(4, table.code(), table.err());
        assertTrue(table.out().contains("COPY is used instead of ADD"), table.out());
        Files.delete(sources.resolve("Dockerfile"));
        assertEquals(0, scan(asked).code());
        assertEquals(1, scan("fs", "--compliance", "k8s-cis").code());
        assertEquals(2, scan("fs", "--compliance", "docker-cis", "-f", "sarif").code());
    }

    @Test
    void packagesForDevelopmentCountOnlyWhenAskedFor() throws IOException {
        Files.writeString(
                sources.resolve("package-lock.json"),
                """
                {"lockfileVersion": 3, "packages": {
                  "": {"name": "shop", "version": "1.0.0", "dependencies": {"left-pad": "1.3.0"}},
                  "node_modules/left-pad": {"version": "1.3.0"},
                  "node_modules/test-only": {"version": "2.0.0", "dev": true}}}
                """);
        String[] asked = {"fs", "--list-all-pkgs", "--scanners", "vuln", "-f", "json"};
        String usual = scan(asked).out();
        assertTrue(usual.contains("\"left-pad\""), usual);
        assertTrue(usual.contains("\"Relationship\": \"direct\""), usual);
        assertFalse(usual.contains("test-only"), usual);
        cooper.withEnvironment("TRIVY_INCLUDE_DEV_DEPS", "true");
        assertTrue(scan(asked).out().contains("\"Dev\": true"));
    }

    @Test
    void anOrderThatThereIsNotIsNamed() {
        CommandLine.Result result = scan("fs", "--sort-by", "colour");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("--sort-by takes risk"), result.err());
    }

    @Test
    void aConfigurationFileThatIsNamedMustBeReadable() throws IOException {
        Path file = directory.resolve("trivy.yaml");
        assertEquals(1, scan("fs", "--config", file.toString()).code());
        Files.writeString(file, "a: [");
        CommandLine.Result result = scan("fs", "--config", file.toString());
        assertEquals(1, result.code());
        assertTrue(result.err().contains("it is no YAML"), result.err());
    }

    @Test
    void withoutADatabaseAScanSaysHowToGetOne() {
        CommandLine.Result result = scan("fs");
        assertEquals(1, result.code());
        assertTrue(result.err().contains("there is no advisory database in"), result.err());
        CommandLine.Result listed = scan("fs", "--list-all-pkgs", "--format", "json");
        assertEquals(0, listed.code());
        assertTrue(listed.err().startsWith("warning: there is no advisory database"));
    }

    @Test
    void whatIsNotDoneHereEndsWithASentence() {
        for (Map.Entry<String, String> each :
                Map.of(
                                "--removed-pkgs", "are not guessed",
                                "--docker-host=x", "no daemon is asked",
                                "--clear-cache", "run 'cooper prune'",
                                "--format=html", "there is no format \"html\"",
                                "--severity=BAD", "--severity takes UNKNOWN, LOW",
                                "--scanners=rbac", "--scanners rbac is not supported",
                                "--timeout=soon", "is no duration",
                                "--exit-code=x", "takes a whole number")
                        .entrySet()) {
            CommandLine.Result result = scan("fs", "--scanners=secret", each.getKey());
            assertEquals(2, result.code(), each.getKey());
            assertTrue(result.err().contains(each.getValue()), result.err());
        }
    }

    @Test
    void whatIsSoAnywayIsAccepted() {
        CommandLine.Result result =
                scan(
                        "fs",
                        "--security-checks=secret",
                        "--no-progress",
                        "--skip-db-update",
                        "--skip-update",
                        "--skip-java-db-update",
                        "--offline-scan",
                        "--parallel=1");
        assertEquals(0, result.code(), result.err());
        assertEquals("", result.err());
    }

    @Test
    void aTargetMustBeNamedAndExist() {
        assertEquals(2, cooper.run("scan").code());
        assertEquals(2, cooper.run("scan", "image").code());
        assertEquals(2, cooper.run("scan", "a", "b").code());
        assertEquals(2, cooper.run("scan", "image", "--input", "a.tar", "b").code());
        CommandLine.Result result =
                cooper.run("scan", "fs", "--scanners=secret", directory + "/none");
        assertEquals(1, result.code());
        assertTrue(result.err().contains("no such file or directory"), result.err());
        CommandLine.Result input =
                cooper.run("scan", "--scanners=secret", "--input", directory + "/none.tar");
        assertEquals(1, input.code());
        assertTrue(input.err().contains("there is no such file"), input.err());
    }

    @Test
    void imagesOfTheStoreAreScanned() throws IOException {
        cooper.image("2026-01-02T03:04:05Z", Map.of(), 10240, "shop:1");
        CommandLine.Result result =
                cooper.run("scan", "--scanners=secret", "--format=json", "shop:1");
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("\"ArtifactType\": \"container_image\""), result.out());
        assertTrue(result.out().contains("\"CreatedBy\": \"COPY /out /app # buildkit\""));
    }

    @Test
    void theSizeOfAnImageIsThatOfItsLayers() throws IOException {
        Path archive =
                LayeredArchive.write(
                        directory.resolve("image.tar"),
                        "shop:1",
                        Map.of("a.txt", "short"),
                        Map.of("b.txt", "x".repeat(2000)));
        String[] asked = {
            "scan", "image", "--scanners", "secret", "-f", "json", "--input", archive.toString()
        };
        JsonObject metadata =
                JsonObject.parse(cooper.run(asked).out().getBytes(StandardCharsets.UTF_8), "report")
                        .object("Metadata");
        List<Long> sizes =
                metadata.objects("Layers").stream().map(layer -> layer.integer("Size")).toList();
        assertEquals(2, sizes.size());
        assertTrue(sizes.get(1) > 2000, sizes.toString());
        assertEquals(sizes.get(0) + sizes.get(1), metadata.integer("Size"));
    }

    @Test
    void theReportIsWrittenToAFile() throws IOException {
        Path file = directory.resolve("report.json");
        CommandLine.Result result =
                scan("fs", "--scanners=secret", "--format=json", "--output", file.toString());
        assertEquals("", result.out());
        assertTrue(Files.readString(file).contains("aws-access-key-id"));
    }

    @Test
    void twoWordsSayWhatIsToBeExplained() {
        CommandLine.Result one = cooper.run("scan", "shop:1", "--explain", "CVE-2024-1");
        assertEquals(2, one.code());
        assertTrue(one.err().contains("needs two arguments: CVE PACKAGE"), one.err());
        assertEquals(2, scan("fs", "--explain", "CVE-2024-1", "curl", "--format=sarif").code());
        assertEquals(2, cooper.run("scan", "diff", "shop:1").code());
    }

    @Test
    void templatesOfTrivyAreObeyed() {
        String template =
                "{{ range . }}{{ .Target | splitList \".\" | last }} {{ range .Secrets }}"
                        + "{{ list .RuleID .Severity | join \"-\" | escapeXML }}{{ end }}{{ end }}";
        CommandLine.Result result =
                scan("fs", "--scanners=secret", "--format=template", "--template", template);
        assertEquals("txt aws-access-key-id-CRITICAL", result.out());
        assertEquals(2, scan("fs", "--scanners=secret", "--format=template").code());
    }

    @Test
    void whatIsToBeIgnoredIsReadOrTheScanFails() throws IOException {
        Path file = directory.resolve("ignore");
        CommandLine.Result missing = scan("fs", "--scanners=secret", "--ignorefile=" + file);
        assertEquals(1, missing.code());
        Files.writeString(file, "aws-access-key-id\n");
        CommandLine.Result ignored =
                scan("fs", "--scanners=secret", "--exit-code=3", "--ignorefile=" + file);
        assertEquals(0, ignored.code(), ignored.err());
    }

    @Test
    void dockerfilesAreChecked() throws IOException {
        Files.writeString(sources.resolve("Dockerfile"), "FROM alpine:3\nUSER root\n");
        CommandLine.Result result = scan("config", "--format=sarif");
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("\"ruleId\": \"DS-0002\""), result.out());
    }

    @Test
    void aReportInHtmlNeedsNoFileAndEscapesWhatItShows() throws Exception {
        Files.writeString(sources.resolve("a<b>&.txt"), "aws = AKIAQ3EGS7D2XZ5LBXYZ\n");
        Files.writeString(sources.resolve("Dockerfile"), "FROM alpine:3\nADD a /a\n");
        String[] asked = {
            "fs", "--scanners", "secret,misconfig", "-f", "template", "-t", "@contrib/html.tpl"
        };
        CommandLine.Result result = scan(asked);
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("a&lt;b&gt;&amp;.txt"), result.out());
        assertTrue(result.out().contains("DS-0002"), result.out());
        String body = result.out().substring(result.out().indexOf("<body>"));
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(
                        new java.io.ByteArrayInputStream(
                                body.replace("<br>", "<br/>")
                                        .replace("</html>", "")
                                        .getBytes(StandardCharsets.UTF_8)));
        assertEquals(1, scan("fs", "-f", "template", "-t", "@contrib/other.tpl").code());
    }
}
