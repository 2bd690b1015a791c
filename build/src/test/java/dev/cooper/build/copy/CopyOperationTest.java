package dev.cooper.build.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cooper.linux.Directory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class CopyOperationTest {
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
    void fileGoesToTheNameOfTheDestination() throws Exception {
        trees.context("echo a > a").copy("/x/y", "a");
        assertEquals(Map.of("x", "d", "x/y", "f:a"), trees.tree());
        assertEquals("755", trees.stat("%a", "x"));
    }

    @Test
    void fileGoesIntoADirectoryThatExistsOrIsMarkedByASlash() throws Exception {
        trees.context("echo a > a").root("mkdir there").copy("/there", "a").copy("/new/", "a");
        assertEquals(
                Map.of("new", "d", "new/a", "f:a", "there", "d", "there/a", "f:a"), trees.tree());
    }

    @Test
    void directoryGivesItsContentNotItself() throws Exception {
        trees.context("mkdir -p d/sub; echo a > d/a; echo b > d/sub/b; ln -s nowhere d/l")
                .copy("/x", "d/");
        assertEquals(
                Map.of("x", "d", "x/a", "f:a", "x/sub", "d", "x/sub/b", "f:b", "x/l", "l:nowhere"),
                trees.tree());
    }

    @Test
    void emptyDirectoryMakesItsDestination() throws Exception {
        trees.context("mkdir -m 700 d").copy("/x/y", "d");
        assertEquals(Map.of("x", "d", "x/y", "d"), trees.tree());
        assertEquals("755", trees.stat("%a", "x/y"));
    }

    @Test
    void directoriesMergeFileByFile() throws Exception {
        trees.context("mkdir -p d/s; echo new > d/s/a; chmod 750 d/s")
                .root("mkdir -p x/s; echo old > x/s/a; echo keep > x/s/b; chmod 700 x x/s")
                .copy("/x", "d");
        assertEquals(
                Map.of("x", "d", "x/s", "d", "x/s/a", "f:new", "x/s/b", "f:keep"), trees.tree());
        assertEquals("750", trees.stat("%a", "x/s"));
        assertEquals("700", trees.stat("%a", "x"));
    }

    @Test
    void directoryOntoAFileIsRefused() throws Exception {
        trees.context("mkdir -p d/s; echo > a").root("echo > x; mkdir y; echo > y/s");
        assertEquals("cannot copy into \"/x\": it is a file, not a directory", refusal("/x", "d"));
        assertEquals(
                "cannot copy directory \"d/s\" onto \"/y/s\", which is a file", refusal("/y", "d"));
        assertEquals("cannot copy into \"/x\": it is a file, not a directory", refusal("/x/", "a"));
    }

    @Test
    void fileOntoADirectoryOfATreeIsRefused() throws Exception {
        trees.context("mkdir d; echo > d/s").root("mkdir -p x/s");
        assertEquals("cannot replace directory \"/x/s\" with file \"d/s\"", refusal("/x", "d"));
    }

    @Test
    void linksInTheDestinationAreFollowedInsideTheRoot() throws Exception {
        trees.context("echo new > a; mkdir d; echo b > d/b")
                .root(
                        "mkdir real; ln -s /real link; ln -s ../../../real up; echo old > f; ln -s"
                                + " /f l")
                .copy("/link/a", "a")
                .copy("/up", "d")
                .copy("/l", "a");
        Map<String, String> tree = trees.tree();
        assertEquals("f:new", tree.get("real/a"));
        assertEquals("f:b", tree.get("real/b"));
        assertEquals("f:new", tree.get("f"), "through the link, as BuildKit");
        assertEquals("l:/f", tree.get("l"));
    }

    @Test
    void danglingLinkInTheDestinationIsMadeWhereItLeads() throws Exception {
        trees.context("echo a > a").root("ln -s /opt/new l").copy("/l/", "a");
        assertEquals("f:a", trees.tree().get("opt/new/a"));
    }

    @Test
    void loopsInTheDestinationEnd() throws Exception {
        trees.context("echo a > a").root("ln -s y x; ln -s x y");
        IOException e = assertThrows(IOException.class, () -> trees.copy("/x/z", "a"));
        assertTrue(String.valueOf(e.getMessage()).contains("ELOOP"), e.getMessage());
    }

    @Test
    void linksInATreeAreKeptAndNeverFollowedInTheTarget() throws Exception {
        trees.context("mkdir -p d/lib; echo > d/lib/x").root("mkdir usr; ln -s usr lib");
        assertEquals(
                "cannot copy directory \"d/lib\" onto \"/lib\", which is a symbolic link",
                refusal("/", "d"));
    }

    @Test
    void linkAtTheSourceRootIsFollowedInsideTheContext() throws Exception {
        trees.context(
                        "echo secret > ../outside; echo in > outside; ln -s /outside l; mkdir d; "
                                + "echo x > d/x; ln -s d dl")
                .copy("/a", "l")
                .copy("/b/", "l")
                .copy("/c", "dl");
        assertEquals(
                Map.of("a", "f:in", "b", "d", "b/l", "f:in", "c", "d", "c/x", "f:x"), trees.tree());
    }

    @Test
    void severalFilesDoNotReplaceOneAnother() throws Exception {
        trees.context("echo a > a; echo b > b");
        assertEquals(
                "cannot copy both \"a\" and \"b\" to the file \"/x\"; end the destination with a"
                        + " slash to make it a directory",
                refusal("/x", "a", "b"));
        trees.root("rm x; mkdir x").copy("/x", "a", "b");
        assertEquals(Map.of("x", "d", "x/a", "f:a", "x/b", "f:b"), trees.tree());
    }

    @Test
    void modesAndTimesAreThoseOfTheSource() throws Exception {
        trees.context(
                        "mkdir -m 1777 d; mkdir d/s; echo a > d/s/a; chmod 4751 d/s/a; touch -d"
                                + " @1000000000.5 d/s/a; chmod 2750 d/s; touch -d @1100000000 d/s")
                .copy("/x", "d");
        assertEquals("4751 1000000000", trees.stat("%a %Y", "x/s/a"));
        assertEquals("2750 1100000000", trees.stat("%a %Y", "x/s"));
        assertEquals(
                500_000_000,
                trees.root().openDirectory("x").openDirectory("s").stat("a").mtimeNanos());
    }

    @Test
    void epochIsTheTimeOfAllThatIsMadeOrChanged() throws Exception {
        trees.context("mkdir -p d/s; echo a > d/s/a")
                .root("mkdir x")
                .copy(trees.select("d"), "/x/y", CopyOptions.PLAIN.withEpoch(1_200_000_000))
                .copy(trees.select("d/s/a"), "/z", CopyOptions.PLAIN.withEpoch(1_200_000_000));
        for (String path : List.of("x", "x/y", "x/y/s", "x/y/s/a", "z", ".")) {
            assertEquals("1200000000", trees.stat("%Y", path), path);
        }
    }

    @Test
    void octalChmodAppliesToFilesDirectoriesAndMadeParents() throws Exception {
        trees.context("mkdir -p d/s; echo a > d/s/a; ln -s a d/s/l")
                .root("mkdir -m 700 there")
                .copy(trees.select("d"), "/there/new/x", CopyOptions.PLAIN.withChmod("0711"));
        assertEquals("700", trees.stat("%a", "there"));
        for (String path : List.of("there/new", "there/new/x", "there/new/x/s/a")) {
            assertEquals("711", trees.stat("%a", path), path);
        }
    }

    @Test
    void symbolicChmodChangesWhatTheSourceHas() throws Exception {
        trees.context(
                        "mkdir -m 700 d; mkdir -m 700 d/s; echo a > d/a; chmod 600 d/a; "
                                + "echo b > d/b; chmod 700 d/b")
                .copy(trees.select("d"), "/x", CopyOptions.PLAIN.withChmod("u=rwX,go=rX"));
        assertEquals("755", trees.stat("%a", "x/s"));
        assertEquals("644", trees.stat("%a", "x/a"));
        assertEquals("755", trees.stat("%a", "x/b"));
    }

    @Test
    void hardLinksStayLinks() throws Exception {
        trees.context("mkdir -p d/s; echo a > d/a; ln d/a d/s/b; ln d/a c").copy("/x/", "d", "c");
        assertEquals(trees.stat("%i", "x/a"), trees.stat("%i", "x/s/b"));
        assertEquals(trees.stat("%i", "x/a"), trees.stat("%i", "x/c"));
    }

    @Test
    void fifosAreCopiedAndSocketsAreNot() throws Exception {
        trees.context("mkdir d; mkfifo -m 600 d/pipe");
        Path socket = trees.contextPath().resolve("d/socket");
        try (var channel =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            channel.bind(java.net.UnixDomainSocketAddress.of(socket));
            trees.copy("/x", "d");
            assertEquals(
                    "\"d/socket\" is a socket, which no image can hold", refusal("/y", "d/socket"));
        }
        assertEquals("fifo 600", trees.stat("%F %a", "x/pipe"));
        assertFalse(Files.exists(trees.rootPath().resolve("x/socket")));
    }

    @Test
    void namesThatAreNoUtf8AreKept() throws Exception {
        trees.context("mkdir d; echo a > \"d/$(printf 'b\\377d')\"").copy("/x", "d");
        try (Directory x = trees.root().openDirectory("x")) {
            assertEquals(List.of("b\udcffd"), x.list());
        }
    }

    @Test
    void heredocIsAFileOfMode0644() throws Exception {
        Selection selection =
                Selection.inline("hello", "text\n".getBytes(StandardCharsets.UTF_8))
                        .plus(Selection.inline("two", new byte[0]));
        trees.copy(selection, "/d/", CopyOptions.PLAIN.withEpoch(7));
        assertEquals("644 5 7", trees.stat("%a %s %Y", "d/hello"));
        assertEquals("0", trees.stat("%s", "d/two"));
    }

    @Test
    void namesThatDeleteFilesInLayersAreRefused() throws Exception {
        trees.context("mkdir -p d; echo > d/.wh.etc");
        assertEquals(
                "cannot copy \".wh.etc\": images use names that start with .wh. to delete files",
                refusal("/", "d"));
    }

    @Test
    void fileThatChangedSinceItWasSelectedIsNotCopied() throws Exception {
        trees.context("echo a > a");
        Selection selection = trees.select("a");
        trees.context("echo b > a");
        CopyException e =
                assertThrows(
                        CopyException.class, () -> trees.copy(selection, "/x", CopyOptions.PLAIN));
        assertEquals("\"a\" changed while the build read it; run the build again", e.getMessage());
    }

    @Test
    void extendedAttributesAreKept() throws Exception {
        trees.context("mkdir d; echo a > d/a");
        try (Directory d = trees.context().openDirectory("d")) {
            try {
                d.setXattr("a", "user.k", new byte[] {1});
                d.setXattr(".", "user.d", new byte[] {2});
            } catch (IOException e) {
                assumeTrue(false, "not run: no extended attributes in the temp directory");
            }
        }
        trees.copy("/", "d").copy("/x", "d");
        assertEquals(1, trees.root().xattrs("a").get("user.k")[0]);
    }

    @Test
    void absoluteAndClimbingSourcesStartAtTheContext() throws Exception {
        trees.context("echo a > a; mkdir d; echo b > d/b")
                .copy("/x", "/a")
                .copy("/y", "../../a")
                .copy("/z", "d/../d");
        assertEquals(Map.of("x", "f:a", "y", "f:a", "z", "d", "z/b", "f:b"), trees.tree());
    }

    private String refusal(String destination, String... paths) {
        return String.valueOf(
                assertThrows(CopyException.class, () -> trees.copy(destination, paths))
                        .getMessage());
    }
}
