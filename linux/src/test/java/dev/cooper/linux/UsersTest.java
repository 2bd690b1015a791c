package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Users as docker resolves them. */
final class UsersTest {
    @TempDir Path root;

    private void files(String passwd, String group) throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/passwd"), passwd);
        Files.writeString(root.resolve("etc/group"), group);
    }

    private SandboxUser resolve(String user) throws IOException {
        return Users.resolve(root.toString(), user);
    }

    @Test
    void findsNamesAndNumbers() throws IOException {
        files(
                "root:x:0:0::/root:/bin/sh\n# note\n\napp:x:7:8::/srv:/bin/sh\n",
                "audio:x:29:app\nstaff:x:50:\n");
        assertEquals(new SandboxUser(0, 0, List.of(), "/root"), resolve(""));
        assertEquals(new SandboxUser(7, 8, List.of(29), "/srv"), resolve("app"));
        assertEquals(new SandboxUser(7, 8, List.of(29), "/srv"), resolve("7"));
        assertEquals(new SandboxUser(7, 50, List.of(), "/srv"), resolve("app:staff"));
        assertEquals(new SandboxUser(7, 99, List.of(), "/srv"), resolve("7:99"));
        assertEquals(new SandboxUser(4711, 0, List.of(), "/"), resolve("4711"));
        assertEquals(new SandboxUser(0, 50, List.of(), "/root"), resolve(":staff"));
    }

    @Test
    void prefersANameOfDigitsToANumber() throws IOException {
        files("odd:x:12:1::/odd:\n12:x:13:1::/twelve:\n", "");
        assertEquals(13, resolve("12").uid());
    }

    @Test
    void needsNoUserDatabaseForRootAndNumbers() throws IOException {
        assertEquals(new SandboxUser(0, 0, List.of(), "/"), resolve(""));
        assertEquals(0, resolve("root").uid());
        assertEquals(new SandboxUser(1, 2, List.of(), "/"), resolve("1:2"));
    }

    @Test
    void refusesUnknownNames() throws IOException {
        files("root:x:0:0::/root:/bin/sh\n", "root:x:0:\n");
        SyntaxException user = assertThrows(SyntaxException.class, () -> resolve("app"));
        assertEquals("user \"app\": the image's /etc/passwd has no user app", user.getMessage());
        SyntaxException group = assertThrows(SyntaxException.class, () -> resolve("root:web"));
        assertTrue(group.getMessage().contains("/etc/group has no group web"));
        assertThrows(SyntaxException.class, () -> resolve("-1"));
    }

    @Test
    void ignoresDamagedLines() throws IOException {
        files("app\napp:x:x:1::/:\napp:x:5:5::/five:/bin/sh\n", "g\ng:x:y:app\nh:x:6:other,app\n");
        assertEquals(new SandboxUser(5, 5, List.of(6), "/five"), resolve("app"));
    }

    @Test
    void followsLinksInsideTheRootOnly() throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(root.resolve("usr/lib"));
        Files.writeString(root.resolve("usr/lib/passwd"), "app:x:9:9::/:/bin/sh\n");
        Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("/usr/lib/passwd"));
        assertEquals(9, resolve("app").uid());
        Files.delete(root.resolve("etc/passwd"));
        Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("../../../../etc/passwd"));
        try {
            assertThrows(IOException.class, () -> resolve("daemon")); // it leads to itself
        } finally {
            Files.delete(root.resolve("etc/passwd"));
        }
    }
}
