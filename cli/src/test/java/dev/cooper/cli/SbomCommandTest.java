package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class SbomCommandTest {
    private static final String STATUS =
            "Package: tzdata\nStatus: install ok installed\nVersion: 2024a-0\n";

    @TempDir Path directory;
    private CommandLine cooper;

    @BeforeEach
    void fill() throws IOException {
        cooper = new CommandLine(directory.resolve("store"));
        Path tar = directory.resolve("rootfs.tar");
        try (OutputStream out = Files.newOutputStream(tar);
                TarWriter writer = new TarWriter(out)) {
            byte[] status = STATUS.getBytes(StandardCharsets.UTF_8);
            writer.write(
                    TarEntry.file("var/lib/dpkg/status", status.length),
                    new ByteArrayInputStream(status));
            byte[] program = new byte[100];
            System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F'}, 0, program, 0, 4);
            writer.write(
                    TarEntry.file("usr/local/bin/own", program.length),
                    new ByteArrayInputStream(program));
        }
        assertEquals(0, cooper.run("import", tar.toString(), "shop:1").code());
    }

    @Test
    void listsTheSameOfAnImageAndOfItsArchive() {
        String expected =
                """
                NAME      VERSION   TYPE      LAYER     PATH
                tzdata    2024a-0   deb       1         var/lib/dpkg/status
                """;
        assertEquals(expected, out("sbom", "shop:1"));
        String archive = directory.resolve("shop.tar").toString();
        out("save", "-o", archive, "shop:1");
        assertEquals(expected, out("sbom", archive));
        assertEquals("pkg:deb/tzdata@2024a-0\n", out("sbom", "-o", "purls", archive));
    }

    @Test
    void coverageNamesWhatBelongsToNoPackage() {
        assertTrue(
                out("sbom", "--coverage", "shop:1")
                        .endsWith(
                                """

                                0.0 % of the 100B in programs, libraries and Java archives belong to known packages.

                                UNKNOWN             SIZE
                                usr/local/bin/own   100B
                                """));
    }

    @Test
    void writesSeveralFilesAtOnce() throws IOException {
        Path cyclone = directory.resolve("a.cdx.json");
        Path spdx = directory.resolve("a.spdx.json");
        out("sbom", "-o", "cyclonedx-json=" + cyclone, "-o", "spdx-json=" + spdx, "shop:1");
        assertTrue(Files.readString(cyclone).contains("\"specVersion\": \"1.6\""));
        assertTrue(Files.readString(spdx).contains("\"spdxVersion\": \"SPDX-2.3\""));
    }

    @Test
    void refusesWhatItCannotDoInOneSentence() {
        assertEquals(
                "cooper: unknown format \"xml\": choose one of table, json, cyclonedx-json,"
                        + " spdx-json, purls",
                cooper.run("sbom", "-o", "xml", "shop:1").err().lines().findFirst().orElse(""));
        assertEquals(
                "cooper: only one format can go to standard output; name files for the others,"
                        + " such as -o spdx-json=sbom.spdx.json\n",
                cooper.run("sbom", "-o", "json", "-o", "table", "shop:1").err());
        assertTrue(cooper.run("sbom", "./nowhere").err().contains("no such file or directory"));
    }

    private String out(String... args) {
        CommandLine.Result result = cooper.run(args);
        assertEquals("", result.err());
        assertEquals(0, result.code());
        return result.out();
    }
}
