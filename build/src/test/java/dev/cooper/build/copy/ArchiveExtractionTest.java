package dev.cooper.build.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.Compression;
import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class ArchiveExtractionTest {
    @TempDir Path directory;
    private Trees trees;

    @BeforeEach
    void open() throws IOException {
        trees = new Trees(directory);
    }

    @AfterEach
    void close() {
        trees.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat", "gzip", "bzip2", "xz", "zstd -q"})
    void archivesAreToldByTheirContent(String program) throws Exception {
        trees.context(
                "mkdir d; echo a > d/a; ln -s a d/l; ln d/a d/h; tar -cf - d | "
                        + program
                        + " > no-suffix");
        add("/x", "no-suffix");
        assertEquals(
                Map.of("x", "d", "x/d", "d", "x/d/a", "f:a", "x/d/l", "l:a", "x/d/h", "f:a"),
                trees.tree());
        assertEquals(trees.stat("%i", "x/d/a"), trees.stat("%i", "x/d/h"));
    }

    @Test
    void whatIsNoArchiveIsCopied() throws Exception {
        trees.context(
                "echo text > a.tar; echo text | gzip > b.tar.gz; head -c 2048 /dev/zero > c;"
                        + " : > d; mkdir e; tar -cf e/in.tar a.tar");
        add("/x/", "a.tar", "b.tar.gz", "c", "d", "e");
        assertTrue(Files.isRegularFile(trees.rootPath().resolve("x/a.tar")));
        assertTrue(Files.isRegularFile(trees.rootPath().resolve("x/b.tar.gz")));
        assertEquals("2048", trees.stat("%s", "x/c"));
        assertTrue(
                Files.isRegularFile(trees.rootPath().resolve("x/in.tar")),
                "an archive inside a directory is a file");
    }

    @Test
    void copyNeverExtracts() throws Exception {
        trees.context("echo a > a; tar -cf t.tar a").copy("/", "t.tar");
        assertTrue(Files.isRegularFile(trees.rootPath().resolve("t.tar")));
    }

    @Test
    void rootOfTheArchiveLeavesTheDestinationAsItIs() throws Exception {
        trees.context("mkdir -m 700 d; touch -d @5 d; echo a > d/a; tar -C d -cf t.tar .")
                .root("mkdir -m 1777 x");
        add("/x", "t.tar");
        assertEquals("1777", trees.stat("%a", "x"));
        assertEquals("f:a", trees.tree().get("x/a"));
    }

    @Test
    void modesAndTimesAreThoseOfTheArchive() throws Exception {
        trees.context(
                "mkdir -m 2750 d; echo a > d/a; chmod 4711 d/a; touch -d @1000.5 d/a; "
                        + "touch -d @2000 d; tar --format=posix -cf t.tar d");
        add("/", "t.tar");
        assertEquals("4711 1000", trees.stat("%a %Y", "d/a"));
        assertEquals("2750 2000", trees.stat("%a %Y", "d"));
    }

    @Test
    void namesThatClimbOutAreRefused() throws Exception {
        write("t.tar", TarEntry.file("a/../../evil", 0));
        assertEquals(
                "extracting \"t.tar\": entry \"a/../../evil\" leads out of the archive",
                refusal("/x", "t.tar"));
        assertFalse(Files.exists(directory.resolve("evil")));
    }

    @Test
    void absoluteNamesStayBelowTheDestination() throws Exception {
        write("t.tar", TarEntry.file("/etc/passwd", 0));
        add("/x", "t.tar");
        assertEquals("f:", trees.tree().get("x/etc/passwd"));
    }

    @Test
    void linksOutOfTheRootLeadNowhereElse() throws Exception {
        Files.createDirectories(directory.resolve("outside"));
        String out = directory.resolve("outside").toString();
        write(
                "t.tar",
                TarEntry.symlink("abs", out),
                TarEntry.file("abs/one", 0),
                TarEntry.symlink("up", "../../../../../../../../.." + out),
                TarEntry.file("up/two", 0));
        add("/x", "t.tar");
        try (var listed = Files.list(directory.resolve("outside"))) {
            assertEquals(0, listed.count());
        }
        assertEquals("f:", trees.tree().get((out + "/one").substring(1)), "inside the root");
        assertEquals("f:", trees.tree().get((out + "/two").substring(1)));
    }

    @Test
    void hardLinksOutAreRefused() throws Exception {
        Files.writeString(directory.resolve("secret"), "s");
        write("a.tar", TarEntry.hardLink("h", "../secret"));
        assertEquals(
                "extracting \"a.tar\": entry \"h\" links to \"../secret\" outside the archive",
                refusal("/", "a.tar"));
        write(
                "b.tar",
                TarEntry.symlink("l", directory.toString()),
                TarEntry.hardLink("h", "l/secret"));
        assertEquals(
                "extracting \"b.tar\": entry \"h\" links to \"l/secret\", which is not there",
                refusal("/", "b.tar"));
        write("c.tar", TarEntry.directory("d"), TarEntry.hardLink("h", "d"));
        assertEquals(
                "extracting \"c.tar\": entry \"h\" links to \"d\", which is a directory",
                refusal("/", "c.tar"));
    }

    @Test
    void hardLinkToItselfLosesNothing() throws Exception {
        write("t.tar", TarEntry.file("a", 3), TarEntry.hardLink("./a", "a"));
        add("/", "t.tar");
        assertEquals("3", trees.stat("%s", "a"));
    }

    @Test
    void directoryEntryKeepsALinkToADirectory() throws Exception {
        write("t.tar", TarEntry.directory("lib").withMode(0700), TarEntry.file("lib/x", 0));
        trees.root("mkdir -p usr/lib; ln -s usr/lib lib");
        add("/", "t.tar");
        assertEquals("l:usr/lib", trees.tree().get("lib"));
        assertEquals("f:", trees.tree().get("usr/lib/x"));
        assertEquals("755", trees.stat("%a", "usr/lib"));
    }

    @Test
    void filesReplaceFilesAndLinksButNoDirectories() throws Exception {
        write("t.tar", TarEntry.file("l", 1), TarEntry.file("f", 2), TarEntry.symlink("d", "f"));
        trees.root("echo old > target; ln -s target l; echo old > f; mkdir d");
        assertEquals(
                "extracting \"t.tar\": entry \"d\" would replace the directory \"/d\"",
                refusal("/", "t.tar"));
        assertEquals("f:old", trees.tree().get("target"));
        assertEquals("2", trees.stat("%s", "f"));
        assertEquals("1", trees.stat("%s", "l"));
    }

    @Test
    void marksOfDeletedFilesAreRefused() throws Exception {
        write("a.tar", TarEntry.file("d/.wh.x", 0));
        write("b.tar", TarEntry.file(".wh.d/x", 0));
        write("c.tar", TarEntry.of("w", TarEntry.Type.CHAR_DEVICE, 0600));
        assertTrue(refusal("/", "a.tar").contains(".wh.x"));
        assertTrue(refusal("/", "b.tar").contains(".wh.d"));
        assertTrue(refusal("/", "c.tar").contains("0:0"));
    }

    @Test
    void gigabytesOfZerosInASmallFileAreRefused() throws Exception {
        Path bomb = trees.contextPath().resolve("bomb");
        try (TarWriter tar =
                        new TarWriter(Compression.ZSTD.compress(Files.newOutputStream(bomb), 1));
                OutputStream content = tar.entry(TarEntry.file("zeros", 70L << 20))) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 70; i++) {
                content.write(zeros);
            }
        }
        assertTrue(refusal("/", "bomb").contains("decompresses to more than 500 times"));
    }

    @Test
    void damagedArchiveIsNamed() throws Exception {
        trees.context("seq 20000 > a; tar -cf - a | gzip > t; head -c 20000 t > cut");
        assertEquals(
                "extracting \"cut\": damaged gzip data: it ends in the middle of a member",
                refusal("/", "cut"));
    }

    @Test
    void chmodAndEpochApplyToWhatIsExtracted() throws Exception {
        trees.context("mkdir d; echo a > d/a; tar -cf t.tar d");
        trees.copy(
                trees.select("t.tar"),
                "/x",
                CopyOptions.PLAIN.withUnpack(true).withChmod("u=rwX,go=").withEpoch(77));
        assertEquals("600 77", trees.stat("%a %Y", "x/d/a"));
        assertEquals("700 77", trees.stat("%a %Y", "x/d"));
        assertEquals("77", trees.stat("%Y", "x"));
    }

    @Test
    void manyEntriesInManyDirectoriesAreNoProblem() throws Exception {
        TarEntry[] entries = new TarEntry[3000];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = TarEntry.file("d" + i % 7 + "/s/" + i, 1);
        }
        write("t.tar", entries);
        add("/", "t.tar");
        assertEquals(3000 + 14, trees.tree().size());
    }

    private void write(String name, TarEntry... entries) throws IOException {
        Path file = trees.contextPath().resolve(name);
        try (TarWriter tar = new TarWriter(Files.newOutputStream(file))) {
            for (TarEntry entry : entries) {
                tar.write(entry, new ByteArrayInputStream(new byte[(int) entry.size()]));
            }
        }
    }

    private void add(String destination, String... paths) throws IOException {
        trees.copy(trees.select(paths), destination, CopyOptions.PLAIN.withUnpack(true));
    }

    private String refusal(String destination, String path) {
        return String.valueOf(
                assertThrows(CopyException.class, () -> add(destination, path)).getMessage());
    }
}
