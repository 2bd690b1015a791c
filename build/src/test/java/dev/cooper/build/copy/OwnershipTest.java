package dev.cooper.build.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class OwnershipTest {
    @TempDir Path directory;

    @Test
    void numbersNeedNoAccounts() throws Exception {
        try (Trees trees = new Trees(directory)) {
            assertEquals(new Ownership(7, 7), Ownership.parse("7", trees.root()));
            assertEquals(new Ownership(7, 8), Ownership.parse("7:8", trees.root()));
            assertEquals(new Ownership(-2, 0), Ownership.parse("4294967294:0", trees.root()));
        }
    }

    @Test
    void namesAreThoseOfTheImage() throws Exception {
        try (Trees trees = new Trees(directory)) {
            trees.root(
                    "mkdir etc usr; printf 'root:x:0:0::/:/bin/sh\\nweb:x:33:34:a:b:c\\n' > usr/p;"
                            + " ln -s /usr/p etc/passwd; printf 'g:x:99:web\\n' > etc/group");
            assertEquals(new Ownership(33, 34), Ownership.parse("web", trees.root()));
            assertEquals(new Ownership(33, 99), Ownership.parse("web:g", trees.root()));
            assertEquals(new Ownership(33, 5), Ownership.parse("web:5", trees.root()));
            assertEquals(new Ownership(5, 99), Ownership.parse("5:g", trees.root()));
            assertEquals(
                    "--chown=wbe: no user \"wbe\" in the image's /etc/passwd",
                    refusal(trees, "wbe"));
            assertEquals(
                    "--chown=web:x: no group \"x\" in the image's /etc/group",
                    refusal(trees, "web:x"));
        }
    }

    @Test
    void whatIsNoOwnerIsRefused() throws Exception {
        try (Trees trees = new Trees(directory)) {
            for (String text : new String[] {"", ":", "a:", ":a", "a:b:c"}) {
                assertEquals(
                        "--chown=" + text + ": want user, user:group or their numbers",
                        refusal(trees, text));
            }
            assertEquals(
                    "--chown=4294967295: \"4294967295\" is no user or group number",
                    refusal(trees, "4294967295"));
            assertEquals(
                    "--chown=web: the image has no /etc/passwd to look up user \"web\"; use a"
                            + " number",
                    refusal(trees, "web"));
        }
    }

    private static String refusal(Trees trees, String text) {
        return String.valueOf(
                assertThrows(CopyException.class, () -> Ownership.parse(text, trees.root()))
                        .getMessage());
    }
}
