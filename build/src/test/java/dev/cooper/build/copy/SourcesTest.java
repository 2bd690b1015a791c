package dev.cooper.build.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class SourcesTest {
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

    @Test
    void missingFileIsNamedWithItsNeighbour() throws Exception {
        trees.context("mkdir src; echo > src/main.go; echo > package.json; echo > hidden");
        assertEquals(
                "file \"pakage.json\" not found in the build context; did you mean"
                        + " \"package.json\"?",
                refusal(trees.sources(), "pakage.json"));
        assertEquals(
                "file \"src/man.go\" not found in the build context; did you mean"
                        + " \"src/main.go\"?",
                refusal(trees.sources(), "src/man.go"));
        assertEquals(
                "file \"package.json/x\" not found in the build context: \"package.json\" is not"
                        + " a directory",
                refusal(trees.sources(), "package.json/x"));
        assertEquals(
                "file \"hidden\" not found in the build context: it is there, but the ignore file"
                        + " excludes it",
                refusal(trees.sources("hidden"), "hidden"));
        assertEquals(
                "file \"nothing-like-it\" not found",
                refusal(Sources.ofRoot(trees.context()), "nothing-like-it"));
    }

    @Test
    void patternThatMatchesNothingSelectsNothing() throws Exception {
        trees.context("echo > a");
        assertTrue(trees.select("*.none", "none*/x").isEmpty());
    }

    @Test
    void patternsStayWithinOneName() throws Exception {
        trees.context("mkdir -p d/e; echo > a.txt; echo > b.txt; echo > d/c.txt; echo > d/e/f.txt");
        assertEquals(List.of("a.txt", "b.txt"), targets(trees.select("*.txt")));
        assertEquals(List.of("c.txt"), targets(trees.select("*/*.txt")));
        assertEquals(List.of("a.txt"), targets(trees.select("[!b].txt".replace('!', '^'))));
        assertEquals(List.of("c.txt", "e", "e/f.txt"), targets(trees.select("d*")));
    }

    @Test
    void backslashMakesAWildcardPlain() throws Exception {
        trees.context("echo > 'a[1]'; echo > '*'; echo > a1");
        assertEquals(List.of("*"), targets(trees.select("\\*")));
        assertEquals(List.of("a[1]"), targets(trees.select("a\\[1]")));
    }

    @Test
    void ignoredFilesAreNotThere() throws Exception {
        trees.context("mkdir -p d/keep d/drop e; echo > d/a; echo > d/keep/k; echo > d/drop/x");
        Sources sources = trees.sources("d/*", "!d/keep", "e");
        assertEquals(
                List.of("d", "d/keep", "d/keep/k"),
                targets(sources.select(List.of("."), false, List.of())));
        assertTrue(sources.select(List.of("e*"), false, List.of()).isEmpty());
        assertEquals(
                List.of("keep", "keep/k"), targets(sources.select(List.of("d"), false, List.of())));
    }

    @Test
    void ignoredDirectoryWithNothingReincludedIsLeftOut() throws Exception {
        trees.context("mkdir -p d/a d/b; echo > d/a/x; echo > d/b/y");
        Sources sources = trees.sources("d", "!d/*/y");
        assertEquals(
                List.of("d", "d/b", "d/b/y"),
                targets(sources.select(List.of("/"), false, List.of())));
    }

    @Test
    void excludesAreRelativeToEachSource() throws Exception {
        trees.context(
                "mkdir -p d1/s d2; echo > d1/a.txt; echo > d1/a.go; echo > d1/s/b.txt; "
                        + "echo > d2/c.txt; echo > e.txt; echo > e.go");
        assertEquals(
                List.of("a.go", "s", "s/b.txt"),
                targets(trees.sources().select(List.of("d*"), false, List.of("*.txt"))));
        assertEquals(
                List.of("e.go"),
                targets(trees.sources().select(List.of("e*"), false, List.of("*.txt"))));
        assertEquals(
                List.of("a.go", "a.txt"),
                targets(trees.sources().select(List.of("d1"), false, List.of("**/b.txt", "s"))));
    }

    @Test
    void parentsKeepThePathFromThePivotOn() throws Exception {
        trees.context("mkdir -p x/a y/a; echo > x/a/1.txt; echo > y/a/2.txt; echo > y/b.go");
        assertEquals(List.of("x", "x/a", "x/a/1.txt"), targets(parents("./x/a/1.txt")));
        assertEquals(
                List.of("a", "a/1.txt", "y", "y/a", "y/a/2.txt"),
                targets(parents("x/./a/1.txt", "./y/*/*.txt")));
        assertEquals(
                List.of("x", "x/a", "x/a/1.txt", "y", "y/a", "y/a/2.txt"),
                targets(parents("**/*.txt")));
        assertEquals(List.of("x", "x/a", "x/a/1.txt"), targets(parents("x")));
        assertTrue(parents("none*").isEmpty());
        assertEquals(
                "file \"x/none\" not found in the build context",
                String.valueOf(
                        assertThrows(CopyException.class, () -> parents("x/none")).getMessage()));
    }

    @Test
    void digestSeesEverythingThatACopyWouldSee() throws Exception {
        String make = "mkdir -p d/s; echo a > d/a; ln -s a d/l; mkfifo d/p; echo b > d/s/b";
        trees.context(make);
        String digest = digest("d");
        String[] changes = {
            "echo c > d/a",
            "chmod 600 d/a",
            "chmod 700 d/s",
            "ln -sf b d/l",
            "rm d/l",
            "mv d/a d/z",
            "mkdir d/empty",
            "rm d/p; echo > d/p",
            "rm d/s/b; ln d/a d/s/b",
        };
        for (String change : changes) {
            trees.context(change);
            assertNotEquals(digest, digest("d"), change);
            trees.context("rm -rf d; " + make);
            assertEquals(digest, digest("d"), "undone: " + change);
        }
    }

    @Test
    void digestDoesNotSeeTimesNamesOfTheSourceOrItsPlace() throws Exception {
        trees.context("mkdir -p d e/f; echo a > d/a; echo a > e/f/a");
        assertEquals(digest("d"), digest("e/f"));
        String digest = digest("d");
        trees.context("touch -d @5 d/a d");
        assertEquals(digest, digest("d"));
        assertNotEquals(digest("d"), digest("d/a"));
        assertNotEquals(digest("d", "e"), digest("e", "d"));
    }

    @Test
    void digestsNameTheFileThatChanged() throws Exception {
        trees.context("mkdir d; echo a > d/a; echo b > d/b");
        List<FileDigest> before = trees.select("d").digests();
        trees.context("echo x > d/b");
        List<FileDigest> after = trees.select("d").digests();
        assertEquals(before.get(0), after.get(0));
        assertEquals("d/b", after.get(1).path());
        assertNotEquals(before.get(1), after.get(1));
    }

    @Test
    void manyFilesAreReadSideBySideToTheSameDigest() throws Exception {
        trees.context(
                "mkdir d; for i in $(seq 40); do head -c 200000 /dev/zero | tr '\\0' "
                        + "$((i % 10)) > d/$i; done");
        assertEquals(digest("d"), digest("d"));
        assertEquals(40, trees.select("d").digests().size());
    }

    @Test
    void unreadableFileIsNamed() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeFalse(
                Trees.isRoot(), "not run as root, who can read all files");
        trees.context("mkdir d; echo > d/secret; chmod 000 d/secret");
        IOException e = assertThrows(IOException.class, () -> trees.select("d").digests());
        assertTrue(
                String.valueOf(e.getMessage()).endsWith("d/secret: Permission denied (EACCES)"),
                e.getMessage());
    }

    @Test
    void deepTreesAreNoProblem() throws Exception {
        trees.context("p=d; for i in $(seq 300); do p=$p/x; done; mkdir -p $p; echo > $p/f");
        assertEquals(301, trees.select("d").digests().size());
        trees.copy("/x", "d");
        assertTrue(Files.exists(trees.rootPath().resolve("x" + "/x".repeat(300) + "/f")));
    }

    private Selection parents(String... paths) throws IOException {
        return trees.sources().select(List.of(paths), true, List.of());
    }

    private String digest(String... paths) throws IOException {
        return trees.select(paths).contentDigest().hex();
    }

    private static List<String> targets(Selection selection) {
        List<String> targets = new ArrayList<>();
        for (Picked picked : selection.picked()) {
            if (picked instanceof Picked.Files files) {
                files.entries().forEach(entry -> targets.add(entry.target()));
            }
        }
        return targets;
    }

    private static String refusal(Sources sources, String path) {
        return String.valueOf(
                assertThrows(
                                CopyException.class,
                                () -> sources.select(List.of(path), false, List.of()))
                        .getMessage());
    }
}
