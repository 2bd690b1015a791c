package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class NotationCommandTest {
    @TempDir Path directory;

    private CommandLine.Result notation(String... words) {
        String[] command = new String[words.length + 1];
        command[0] = "notation";
        System.arraycopy(words, 0, command, 1, words.length);
        return new CommandLine(directory.resolve("store"))
                .withEnvironment("XDG_CONFIG_HOME", directory.toString())
                .run(command);
    }

    private void fails(String why, String... words) {
        CommandLine.Result result = notation(words);
        assertTrue(result.code() != 0, result.out());
        assertTrue(result.err().contains(why), result.err());
    }

    @Test
    void aKeyToTryWithIsKeptTrustedAndTakenOffTheList() {
        assertEquals(0, notation("cert", "generate-test", "--default", "box").code());
        assertTrue(notation("cert", "ls").out().contains("ca           box          box.crt"));
        assertTrue(notation("key", "ls").out().contains("* box"));
        fails("exists already", "cert", "generate-test", "box");
        String certificate = directory.resolve("notation/localkeys/box.crt").toString();
        fails("has a box.crt already", "cert", "add", "-t", "ca", "-s", "box", certificate);
        fails("unsupported type of trust store", "cert", "add", "-t", "x", "-s", "b", certificate);
        fails("is no name", "cert", "add", "-t", "ca", "-s", "../b", certificate);
        String key = directory.resolve("notation/localkeys/box.key").toString();
        fails("ends neither in .crt", "cert", "add", "-t", "ca", "-s", "b", key);
        assertEquals(
                0,
                notation("key", "add", "--key", key, "--certificates", certificate, "two").code());
        assertEquals(0, notation("key", "update", "--default", "two").code());
        assertTrue(notation("key", "list").out().contains("* two"));
        assertEquals(0, notation("key", "delete", "box", "two").code());
        fails("signing key box not found", "key", "delete", "box");
        fails("no key is the default one", "sign", "localhost:1/shop:1");
        assertEquals(0, notation("cert", "delete", "-t", "ca", "-s", "box", "-a", "-y").code());
        assertTrue(!notation("cert", "list").out().contains("box"));
    }

    @Test
    void onlyPoliciesThatHoldTogetherAreImported() throws IOException {
        fails("there is no trust policy", "policy", "show");
        Path file = directory.resolve("policy.json");
        Files.writeString(file, "{\"version\":\"1.0\",\"trustPolicies\":[]}");
        fails("trustPolicies is empty", "policy", "import", file.toString());
        String good =
                "{\"version\":\"1.0\",\"trustPolicies\":[{\"name\":\"a\",\"registryScopes\":[\"*\"],"
                    + "\"signatureVerification\":{\"level\":\"skip\"}}]}";
        Files.writeString(file, good);
        assertEquals(0, notation("policy", "import", file.toString()).code());
        assertEquals(good, notation("policy", "show").out());
        fails("--force overwrites it", "policy", "import", file.toString());
        assertEquals(0, notation("policy", "import", "--force", file.toString()).code());
    }

    @Test
    void wordsThatAreNoneAreRefused() {
        fails("--signature-format takes jws or cose", "sign", "--signature-format", "x", "a/b");
        fails("--expiry takes a duration", "sign", "--expiry", "soon", "a/b");
        fails("go with one another", "sign", "--timestamp-url", "http://localhost", "a/b");
        fails("--user-metadata takes KEY=VALUE", "verify", "-m", "x", "a/b");
        fails("--max-signatures must be at least 1", "verify", "--max-signatures", "0", "a/b");
        fails("unknown command \"notation cert show-all\"", "cert", "show-all");
    }
}
