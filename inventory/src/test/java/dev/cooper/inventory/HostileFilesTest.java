package dev.cooper.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files made to break those who read them: each is named, and everything else is found. */
class HostileFilesTest {
    private static final String GOOD = "Name: good\nVersion: 1\n";

    @TempDir Path cache;

    /** What an image of one layer is known to hold. */
    private ImageInventory inspect(TestLayer layer) {
        byte[] tar = layer.tar();
        try {
            return new Inventories(cache)
                    .inspect(
                            List.of(
                                    new Inventories.Layer(
                                            Digest.sha256(tar),
                                            () -> new ByteArrayInputStream(tar))),
                            List.of())
                    .inventory();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What an image with a hostile file between two good ones warns of. */
    private List<String> warnings(String path, byte[] hostile) {
        ImageInventory image =
                inspect(
                        new TestLayer()
                                .file("good.egg-info", GOOD)
                                .file(path, hostile, 0755)
                                .file("other.egg-info", GOOD.replace("good", "other")));
        List<String> names = TestLayer.names(image);
        assertTrue(names.containsAll(List.of("good 1 @0", "other 1 @0")), path);
        image.warnings().forEach(each -> assertTrue(each.startsWith(path), each));
        return image.warnings();
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
        ImageInventory image =
                inspect(new TestLayer().file("lib/bomb.jar", bytes.toByteArray(), 0644));
        assertEquals(List.of("g:a 1 @0"), TestLayer.names(image));
        assertEquals(1, image.warnings().size());
        assertTrue(image.warnings().getFirst().startsWith("lib/bomb.jar/bomb.jar: "));
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
    void aDamagedClassLosesNothingElse() {
        byte[] aClass = TestLayer.text("no class");
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (String each :
                List.of(
                        "emitter/Emitter.class",
                        "parser/ParserImpl.class",
                        "DumperOptions.class")) {
            entries.put("moved/" + each, aClass);
        }
        entries.put(
                "META-INF/maven/g/a/pom.properties",
                TestLayer.text("groupId=g\nartifactId=a\nversion=1\n"));
        byte[] zip = TestLayer.zip(entries);
        CRC32 sum = new CRC32();
        sum.update(aClass);
        for (int i = 0; i + 4 <= zip.length; i++) {
            if (ByteBuffer.wrap(zip, i, 4).order(ByteOrder.LITTLE_ENDIAN).getInt()
                    == (int) sum.getValue()) {
                zip[i]++;
            }
        }
        ImageInventory image = inspect(new TestLayer().file("a.jar", zip, 0644));
        assertEquals(List.of("g:a 1 @0"), TestLayer.names(image));
        assertEquals(List.of(), image.warnings());
    }

    @Test
    void anArchiveWithTracesThatCannotBeReadIsKnownByOthers() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("META-INF/MANIFEST.MF", TestLayer.text("no manifest\n"));
        entries.put("META-INF/maven/g/b/pom.properties", TestLayer.text("a=\\uzzzz\n"));
        entries.put(
                "META-INF/maven/g/a/pom.properties",
                TestLayer.text("groupId=g\nartifactId=a\nversion=1\n"));
        TestLayer layer = new TestLayer().file("a.jar", TestLayer.zip(entries), 0644);
        assertEquals(List.of("g:a 1 @0"), TestLayer.names(inspect(layer)));
    }

    @Test
    void aManifestOfTwoGigabytesIsNotRead(@TempDir Path root) throws IOException {
        String path = "app/node_modules/a/package.json";
        Files.createDirectories(root.resolve(path).resolveSibling("x"));
        try (RandomAccessFile file = new RandomAccessFile(root.resolve(path).toFile(), "rw")) {
            file.setLength(2L << 30); // of which nothing is on the disk
        }
        Files.writeString(root.resolve("good.egg-info"), GOOD);
        ImageInventory found =
                new Inventories(cache)
                        .inspectDirectory(root, DirectoryOptions.INSTALLED, List.of())
                        .inventory();
        assertEquals(List.of("good 1 @0"), TestLayer.names(found));
        String warning = path + ": it has 2048 MB; packages are sought in such files of up to 8 MB";
        assertEquals(List.of(warning), found.warnings());
        // Of a layer, too, no more is read than the few bytes that tell what a file is.
        Audience audience = new Audience(Catalogers.OF_IMAGES, List.of());
        InputStream content = new ByteArrayInputStream(new byte[100]);
        audience.show(new Candidate(path, "package.json", 2L << 30, false), content);
        assertEquals(List.of(warning), audience.findings().warnings());
        assertEquals(96, content.available());
    }

    @Test
    void linksThatLeadToThemselvesAreNamed(@TempDir Path root) throws IOException {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("var/lib/dpkg/status", "status");
        links.put("usr/lib/one", "../two");
        links.put("usr/two", "/usr/lib/one");
        links.put("usr/bin/X11", ".");
        links.put("usr/up", "..");
        TestLayer layer = new TestLayer().file("good.egg-info", GOOD);
        Files.writeString(root.resolve("good.egg-info"), GOOD);
        for (Map.Entry<String, String> each : links.entrySet()) {
            layer.link(each.getKey(), each.getValue());
            Path link = root.resolve(each.getKey());
            Files.createDirectories(link.resolveSibling("x"));
            Files.createSymbolicLink(link, Path.of(each.getValue()));
        }
        ImageInventory walked =
                new Inventories(cache)
                        .inspectDirectory(root, DirectoryOptions.INSTALLED, List.of())
                        .inventory();
        for (ImageInventory found : List.of(inspect(layer), walked)) {
            assertEquals(List.of("good 1 @0"), TestLayer.names(found));
            assertEquals(
                    List.of(
                            "usr/lib/one: it is a symbolic link that leads to itself",
                            "usr/two: it is a symbolic link that leads to itself",
                            "var/lib/dpkg/status: it is a symbolic link that leads to itself"),
                    found.warnings());
        }
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "var/lib/dpkg/status | Package: p%d/Status: install ok installed/Version: 1//",
                "lib/apk/db/installed | P:p%d/V:1/F:usr/R:a%1$d//"
            })
    void aMillionPackagesAreNotAllKept(String path, String stanza) {
        ByteArrayOutputStream database = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000_000; i++) {
            database.writeBytes(TestLayer.text(stanza.replace('/', '\n').formatted(i)));
        }
        assertEquals(
                List.of(
                        path
                                + ": it names more packages than are kept; the rest of it is not"
                                + " read"),
                warnings(path, database.toByteArray()));
    }

    @Test
    void aMillionFilesOfAPackageHideNoOthers() {
        byte[] list = repeated("", "/a\n", 1_100_000, "");
        assertEquals(
                List.of("var/lib/dpkg/info/a.list: it lists more files than are kept"),
                warnings("var/lib/dpkg/info/a.list", list));
        assertEquals(
                1, warnings("a.dist-info/RECORD", repeated("", "a,,\n", 1_100_000, "")).size());
    }

    @Test
    void fieldsOfAMillionLinesAreReadOnce() {
        byte[] needs = repeated("Package: a\nStatus: x\nDepends: b\n", " c,\n", 1_000_000, "");
        assertEquals(List.of(), warnings("var/lib/dpkg/status", needs));
    }

    @Test
    void moreWarningsThanAnyoneReadsAreCounted() {
        TestLayer layer = new TestLayer();
        for (int i = 0; i < 150; i++) {
            layer.file("a" + i + ".egg-info", "");
        }
        List<String> warnings = inspect(layer.file("good.egg-info", GOOD)).warnings();
        assertEquals(101, warnings.size());
        assertEquals(
                "50 more warnings about files that cannot be read are left out",
                warnings.getLast());
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
        assertTrue(read.isWild());
        List<String> warnings = warnings("var/lib/rpm/Packages.db", database(header.rewind()));
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().contains("point outside"), warnings.toString());
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

    /** An NDB of one package. */
    private static byte[] database(ByteBuffer header) {
        ByteBuffer file =
                ByteBuffer.allocate(4096 + 16 + header.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        file.put(TestLayer.text("RpmP")).putInt(0).putInt(0).putInt(1).position(32);
        file.put(TestLayer.text("Slot")).putInt(1).putInt(4096 / 16).putInt(0).position(4096);
        file.put(TestLayer.text("BlbS")).putInt(1).putInt(0).putInt(header.remaining()).put(header);
        return file.array();
    }

    @Test
    void sqliteFilesThatLieAreNamed() {
        byte[] good = new byte[2 * 512];
        ByteBuffer file = ByteBuffer.wrap(good);
        file.put(TestLayer.text("SQLite format 3\0")).putShort((short) 512);
        // One row of type, name, tbl_name, rootpage and sql on page 1; page 2 is the table, empty.
        byte[] row = TestLayer.text("..\6\27\35\35\1\0tablePackagesPackages\2");
        row[0] = (byte) (row.length - 2);
        row[1] = 1;
        file.put(100, (byte) 13).putShort(103, (short) 1).putShort(108, (short) 400);
        file.put(400, row).put(512, (byte) 13);
        String path = "var/lib/rpm/rpmdb.sqlite";
        assertEquals(List.of(), warnings(path, good));
        Map<Integer, Integer> lies = new LinkedHashMap<>();
        lies.put(16, 0x7f); // the size of a page
        lies.put(100, 7); // the kind of a page
        lies.put(103, 0x7f); // how many rows there are
        lies.put(108, 0x7f); // where a row is
        lies.put(400, 0xff); // how long a row is
        lies.put(402, 0x7f); // how long a row's header is
        lies.put(400 + row.length - 1, 9); // where the table begins
        lies.put(512, 5); // a table without children
        lies.forEach((at, value) -> {
            byte[] lying = good.clone();
            lying[at] = value.byteValue();
            assertEquals(1, warnings(path, lying).size(), "byte " + at);
        });
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
