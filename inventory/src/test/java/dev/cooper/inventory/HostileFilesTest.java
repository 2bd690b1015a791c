package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files made to break those who read them: each is named, and everything else is found. */
class HostileFilesTest {
    private static final String GOOD = "Name: good\nVersion: 1\n";

    /** What a layer with a hostile file and a good one warns of. */
    private static List<String> warnings(String path, byte[] hostile) {
        LayerInventory layer =
                new TestLayer().file(path, hostile, 0755).file("good.egg-info", GOOD).read();
        assertTrue(TestLayer.names(layer).contains("good 1"), path);
        layer.warnings().forEach(each -> assertTrue(each.startsWith(path), each));
        return layer.warnings();
    }

    private static byte[] repeated(String head, String part, int times, String tail) {
        return (head + part.repeat(times) + tail).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anArchiveThatUnpacksToMuchIsLeft() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("bomb.jar"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                zip.write(zeros);
            }
            zip.putNextEntry(new ZipEntry("META-INF/maven/g/a/pom.properties"));
            zip.write(TestLayer.text("groupId=g\nartifactId=a\nversion=1\n"));
        }
        LayerInventory layer =
                new TestLayer().file("lib/bomb.jar", bytes.toByteArray(), 0644).read();
        assertEquals(List.of("g:a 1"), TestLayer.names(layer));
        assertEquals(1, layer.warnings().size());
        assertTrue(layer.warnings().getFirst().startsWith("lib/bomb.jar/bomb.jar: "));
    }

    @Test
    void archivesAThousandDeepAreReadEightDeep() {
        byte[] archive = TestLayer.zip(Map.of("a", new byte[1]));
        for (int i = 0; i < 1000; i++) {
            archive = TestLayer.zip(Map.of("a.jar", archive));
        }
        List<String> warnings = warnings("deep.jar", archive);
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().contains("8 deep"), warnings.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jar", "a.egg"})
    void whatIsNoArchiveIsNamed(String path) {
        assertEquals(
                1,
                warnings(path, "PK\u0003\u0004 and then nothing".getBytes(StandardCharsets.UTF_8))
                        .size());
    }

    @Test
    void aManifestOfTwoGigabytesIsNotRead() throws IOException {
        Audience audience = new Audience(Catalogers.OF_IMAGES, List.of());
        String path = "app/node_modules/a/package.json";
        audience.show(
                new Candidate(path, "package.json", 2L << 30, false),
                new ByteArrayInputStream(new byte[100]));
        assertEquals(
                List.of(path + ": it has 2048 MB; packages are sought in such files of up to 8 MB"),
                audience.findings().warnings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node_modules/a/package.json",
                "vendor/composer/installed.json",
                "a.deps.json",
                "conda-meta/a.json"
            })
    void documentsThatNestWithoutEndAreNamed(String path) {
        assertEquals(1, warnings(path, repeated("", "[", 1_000_000, "")).size());
        assertEquals(1, warnings(path, repeated("", "{\"a\":", 1_000_000, "")).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pnpm-lock.yaml", "pubspec.lock", "Podfile.lock"})
    void yamlThatNestsOrMultipliesIsRefused(String path) {
        for (byte[] each :
                List.of(
                        repeated("", "[", 100_000, ""),
                        repeated("a: ", "- ", 50_000, "b"),
                        repeated("a0: &a0 [x]\n", "", 0, aliases()))) {
            refused(path, each);
        }
    }

    private static String aliases() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < 60; i++) {
            text.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n");
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cargo.lock", "poetry.lock", "uv.lock"})
    void tomlThatNestsIsRefused(String path) {
        refused(path, repeated("a = ", "[", 20_000, ""));
        refused(path, repeated("a = ", "{a=", 20_000, ""));
    }

    @Test
    void xmlThatNestsOrAsksForOthersIsRefused() {
        refused("pom.xml", repeated("", "<a>", 100_000, ""));
        refused(
                "pom.xml",
                TestLayer.text(
                        "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>"));
    }

    /** A file of a project is refused by its own cataloger, with a reason. */
    private static void refused(String path, byte[] hostile) {
        try {
            new TestProject().file(path, hostile).read();
        } catch (AssertionError e) {
            assertTrue(e.getMessage().contains(path), e.getMessage());
            return;
        }
        throw new AssertionError(path + " was read");
    }

    @Test
    void aMillionPackagesAreNotAllKept() {
        ByteArrayOutputStream status = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000_000; i++) {
            status.writeBytes(
                    TestLayer.text(
                            "Package: p" + i + "\nStatus: install ok installed\nVersion: 1\n\n"));
        }
        LayerInventory layer =
                new TestLayer()
                        .file("good.egg-info", GOOD)
                        .file("var/lib/dpkg/status", status.toByteArray(), 0644)
                        .read();
        assertEquals(Findings.MOST_PACKAGES, layer.packages().size());
        assertEquals(List.of("var/lib/dpkg/status: more than 200000 packages"), layer.warnings());
        assertTrue(TestLayer.names(layer).contains("good 1"));
    }

    @Test
    void headersWithWildOffsetsLoseNothingElse() throws DamagedFileException {
        ByteBuffer header = ByteBuffer.allocate(8 + 4 * 16 + 8).order(ByteOrder.BIG_ENDIAN);
        header.putInt(4).putInt(8);
        header.putInt(RpmHeader.NAME).putInt(6).putInt(0).putInt(1);
        header.putInt(RpmHeader.VERSION).putInt(6).putInt(Integer.MAX_VALUE).putInt(1);
        header.putInt(RpmHeader.BASE_NAMES).putInt(8).putInt(2).putInt(Integer.MAX_VALUE);
        header.putInt(RpmHeader.DIRECTORY_INDEXES).putInt(4).putInt(-4).putInt(1 << 30);
        header.put(new byte[] {'a', 0, 'b', 0, 'c', 0, 'd', 0}).flip();
        RpmHeader read = RpmHeader.read(header);
        assertEquals("a", read.text(RpmHeader.NAME));
        assertEquals("", read.text(RpmHeader.VERSION));
        assertEquals(List.of("b", "c", "d"), read.texts(RpmHeader.BASE_NAMES));
        assertEquals(0, read.numbers(RpmHeader.DIRECTORY_INDEXES).length);
    }

    @Test
    void databasesWhosePackagesLieOnEachOtherAreLeft() {
        byte[] bytes = new byte[64 << 10];
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(TestLayer.text("RpmP")).putInt(0).putInt(0).putInt(4);
        for (int at = 32; at + 16 <= 4 * 4096; at += 16) {
            file.position(at).put(TestLayer.text("Slot")).putInt(1).putInt(1024).putInt(0);
        }
        file.position(1024 * 16).put(TestLayer.text("BlbS")).putInt(1).putInt(0).putInt(40_000);
        List<String> warnings = warnings("var/lib/rpm/Packages.db", bytes);
        assertTrue(warnings.getLast().contains("lie on each other"), warnings.toString());
    }

    @Test
    void aSqliteFileThatIsItsOwnChildEnds() {
        byte[] bytes = new byte[4 * 4096];
        ByteBuffer file = ByteBuffer.wrap(bytes);
        file.put(TestLayer.text("SQLite format 3\0")).putShort((short) 4096);
        for (int page = 0; page < 4; page++) {
            int header = page * 4096 + (page == 0 ? 100 : 0);
            file.put(header, (byte) 5).putShort(header + 3, (short) 100);
            for (int cell = 0; cell < 100; cell++) {
                file.putShort(header + 12 + 2 * cell, (short) 2000);
            }
            file.putInt(page * 4096 + 2000, page % 4 + 1).putInt(header + 8, 1);
        }
        List<String> warnings = warnings("var/lib/rpm/rpmdb.sqlite", bytes);
        assertTrue(warnings.getFirst().contains("circles"), warnings.toString());
    }

    @Test
    void manyNamesOfOneFileAreFoundSoon() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 50_000; i++) {
            entries.put("a" + i + "/A.class", new byte[0]);
        }
        assertEquals(List.of(), warnings("many-1.0.jar", TestLayer.zip(entries)));
        byte[] needs = repeated("Name: a\nVersion: 1\n", "Requires-Dist: x\n", 300_000, "");
        assertEquals(List.of(), warnings("needs.egg-info", needs));
        StringBuilder distinct = new StringBuilder("Name: a\nVersion: 1\n");
        for (int i = 0; i < 300_000; i++) {
            distinct.append("Requires-Dist: x").append(i).append('\n');
        }
        assertEquals(List.of(), warnings("distinct.egg-info", TestLayer.text(distinct.toString())));
    }
}
