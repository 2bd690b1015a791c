package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;
import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The SBOM of an image leads to the findings of the image. Packages and records are made up. */
class SbomRoundTripTest {
    private static final List<String> FIELDS =
            List.of("VulnerabilityID", "PkgName", "InstalledVersion", "FixedVersion", "Severity");

    private static final String STATUS =
            """
            Package: libcurl4
            Status: install ok installed
            Architecture: amd64
            Source: curl (7.88.1-10)
            Version: 1:7.88.1-10+b1

            Package: tzdata
            Status: install ok installed
            Architecture: all
            Version: 2024a-0

            """;

    private static final List<String> EXPECTED =
            List.of(
                    "CVE-2099-1 libcurl4 1:7.88.1-10+b1 7.88.1-10+deb12u5 HIGH",
                    "CVE-2099-2 @shop/basket 1.2.0 1.2.3 CRITICAL",
                    "CVE-2099-3 org.example:beans 5.3.15  MEDIUM");

    @TempDir Path directory;
    private CommandLine cooper;

    @BeforeEach
    void makeImageAndDatabase() throws IOException {
        cooper = new CommandLine(directory.resolve("store"));
        Path tar = directory.resolve("rootfs.tar");
        try (OutputStream out = Files.newOutputStream(tar);
                TarWriter writer = new TarWriter(out)) {
            write(writer, "etc/os-release", utf8("ID=debian\nVERSION_ID=\"12\"\n"));
            write(writer, "etc/debian_version", utf8("12.5\n"));
            write(writer, "var/lib/dpkg/status", utf8(STATUS));
            write(
                    writer,
                    "app/node_modules/@shop/basket/package.json",
                    utf8("{\"name\": \"@shop/basket\", \"version\": \"1.2.0\"}"));
            write(writer, "app/beans-5.3.15.jar", jar());
        }
        out("import", tar.toString(), "shop:1");
        out("save", "-o", archive(), "shop:1");
        Path osv = Files.createDirectory(directory.resolve("osv"));
        record(osv, 1, "Debian:12", "curl", "7.88.1-10+deb12u5", "H/I:N/A:N");
        record(osv, 2, "npm", "@shop/basket", "1.2.3", "H/I:H/A:H");
        record(osv, 3, "Maven", "org.example:beans", "", "L/I:N/A:N");
        record(osv, 4, "npm", "@shop/basket", "1.1.0", "H/I:H/A:H");
        assertEquals(0, cooper.run("db", "build", "-q", osv.toString()).code());
    }

    @Test
    void sbomsLeadToTheFindingsOfTheImage() {
        assertEquals(EXPECTED, scan("image", "--input", archive()));
        for (String format : List.of("cyclonedx-json", "spdx-json")) {
            String sbom = directory.resolve("shop." + format).toString();
            out("sbom", "-o", format + "=" + sbom, archive());
            assertEquals(EXPECTED, scan("sbom", sbom), format);
        }
    }

    private List<String> scan(String... target) {
        String[] options = {"scan", "-q", "--scanners", "vuln", "-f", "json"};
        return findings(
                out(Stream.concat(Stream.of(options), Stream.of(target)).toArray(String[]::new)));
    }

    private static List<String> findings(String report) {
        Tree results = JsonDocument.parse(utf8(report)).at("Results");
        return results.items().stream()
                .flatMap(result -> result.at("Vulnerabilities").items().stream())
                .map(each -> String.join(" ", FIELDS.stream().map(each::text).toList()))
                .sorted()
                .toList();
    }

    private String archive() {
        return directory.resolve("shop.tar").toString();
    }

    private String out(String... args) {
        CommandLine.Result result = cooper.run(args);
        assertEquals(0, result.code(), result.err());
        return result.out();
    }

    /** Keeps a record of OSV; {@code fixed} is empty when nothing is. */
    private static void record(
            Path osv, int number, String ecosystem, String name, String fixed, String impact)
            throws IOException {
        String id = "CVE-2099-" + number;
        String end = fixed.isEmpty() ? "" : ", {\"fixed\": \"" + fixed + "\"}";
        Files.writeString(
                osv.resolve(id + ".json"),
                """
                {"id": "%s", "modified": "2026-01-01T00:00:00Z", "summary": "about %s",
                 "severity": [{"type": "CVSS_V3",
                   "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:%s"}],
                 "affected": [{"package": {"ecosystem": "%s", "name": "%s"},
                   "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}%s]}]}]}
                """
                        .formatted(id, name, impact, ecosystem, name, end));
    }

    private static byte[] jar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("META-INF/maven/org.example/beans/pom.properties"));
            zip.write(utf8("groupId=org.example\nartifactId=beans\nversion=5.3.15\n"));
        }
        return bytes.toByteArray();
    }

    private static void write(TarWriter writer, String path, byte[] content) throws IOException {
        writer.write(TarEntry.file(path, content.length), new ByteArrayInputStream(content));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
