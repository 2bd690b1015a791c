package dev.cooper.build.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Machine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What only root can do: owners and device nodes. */
class CopyAsRootIT {
    @TempDir Path directory;
    private Trees trees;

    @BeforeEach
    void open() throws IOException {
        Machine.requireRoot();
        trees = new Trees(directory);
    }

    @AfterEach
    void close() {
        if (trees != null) {
            trees.close();
        }
    }

    @Test
    void contextFilesBelongToRootAndStageFilesKeepTheirOwner() throws Exception {
        trees.context("mkdir d; echo a > d/a; chown 12:34 d/a; ln -s a d/l; chown -h 5:6 d/l")
                .copy("/x", "d")
                .copy(stage("d"), "/y", CopyOptions.PLAIN);
        assertEquals("0:0", trees.stat("%u:%g", "x/a"));
        assertEquals("12:34", trees.stat("%u:%g", "y/a"));
        assertEquals("5:6", trees.stat("%u:%g", "y/l"));
        assertEquals("0:0", trees.stat("%u:%g", "y"));
    }

    @Test
    void ownersCountForStagesOnly() throws Exception {
        trees.context("mkdir d; echo a > d/a");
        String context = trees.select("d").contentDigest().hex();
        String stage = stage("d").contentDigest().hex();
        trees.context("chown 12:34 d/a");
        assertEquals(context, trees.select("d").contentDigest().hex());
        assertNotEquals(stage, stage("d").contentDigest().hex());
    }

    @Test
    void chownAppliesToAllThatIsMade() throws Exception {
        trees.context("mkdir -p d/s; echo a > d/s/a; chmod 4755 d/s/a; ln -s a d/s/l")
                .root("mkdir there etc; printf 'web:x:33:34::/:/x\\n' > etc/passwd")
                .copy(trees.select("d"), "/there/new/x", CopyOptions.PLAIN.withChown("web"));
        assertEquals("0:0", trees.stat("%u:%g", "there"));
        for (String path : List.of("there/new", "there/new/x/s", "there/new/x/s/l")) {
            assertEquals("33:34", trees.stat("%u:%g", path), path);
        }
        assertEquals("33:34 4755", trees.stat("%u:%g %a", "there/new/x/s/a"));
    }

    @Test
    void namesComeFromTheOtherRootWhenThereIsOne() throws Exception {
        trees.context("mkdir etc; printf 'web:x:33:34::/:/x\\n' > etc/passwd; echo a > a");
        new CopyOperation(trees.root(), trees.context(), "/x/a", CopyOptions.PLAIN.withChown("web"))
                .run(trees.select("a"));
        assertEquals("33:34", trees.stat("%u:%g", "x/a"));
    }

    @Test
    void groupOfASetGroupDirectoryDoesNotStick() throws Exception {
        trees.context("echo a > a").root("mkdir x; chgrp 77 x; chmod 2755 x").copy("/x/", "a");
        assertEquals("0:0", trees.stat("%u:%g", "x/a"));
    }

    @Test
    void devicesAreCopiedAndExtracted() throws Exception {
        trees.context(
                "mkdir d; mknod -m 620 d/tty c 5 2; mknod d/disk b 259 70000; "
                        + "tar -cf t.tar d");
        trees.copy("/x", "d").copy(trees.select("t.tar"), "/y", CopyOptions.PLAIN.withUnpack(true));
        for (String path : List.of("x", "y/d")) {
            assertEquals(
                    "character special file 620 5 2", trees.stat("%F %a %t %T", path + "/tty"));
            assertEquals("block special file 103 11170", trees.stat("%F %t %T", path + "/disk"));
        }
    }

    @Test
    void capabilitiesSurviveTheChangeOfOwner() throws Exception {
        // Version 2, effective, CAP_NET_BIND_SERVICE.
        byte[] capability = new byte[20];
        capability[0] = 1;
        capability[3] = 2;
        capability[5] = 4;
        trees.context("mkdir d; echo a > d/a; chmod 755 d/a");
        try (var d = trees.context().openDirectory("d")) {
            d.setXattr("a", "security.capability", capability);
        }
        trees.copy(trees.select("d"), "/x", CopyOptions.PLAIN.withChown("5:6"));
        try (var x = trees.root().openDirectory("x")) {
            assertTrue(x.xattrs("a").containsKey("security.capability"));
        }
    }

    @Test
    void extractedOwnersAreThoseOfTheArchive() throws Exception {
        trees.context("mkdir d; echo a > d/a; chown 12:34 d/a d; tar -cf t.tar d");
        trees.copy(trees.select("t.tar"), "/x", CopyOptions.PLAIN.withUnpack(true));
        assertEquals("12:34", trees.stat("%u:%g", "x/d/a"));
        assertEquals("12:34", trees.stat("%u:%g", "x/d"));
        trees.copy(trees.select("t.tar"), "/y", CopyOptions.PLAIN.withUnpack(true).withChown("7"));
        assertEquals("7:7", trees.stat("%u:%g", "y/d/a"));
        assertEquals("7:7", trees.stat("%u:%g", "y"));
    }

    private Selection stage(String path) throws IOException {
        return Sources.ofRoot(trees.context()).select(List.of(path), false, List.of());
    }
}
