package dev.cooper.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class CredentialsTest {
    @TempDir Path home;
    private final Map<String, String> environment = new HashMap<>();
    private Path config;

    @BeforeEach
    void files() throws IOException {
        environment.put("HOME", home.toString());
        config = Files.createDirectories(home.resolve(".docker")).resolve("config.json");
    }

    private Credentials credentials() {
        return Credentials.ofEnvironment(environment);
    }

    @Test
    void aLoginIsKeptAsDockerKeepsItAndNothingElseIsLost() throws IOException {
        Files.writeString(config, "{\"psFormat\":\"x\",\"auths\":{\"other\":{\"auth\":\"YTpi\"}}}");
        credentials().store("docker.io", Login.of("me", "p:w"));
        String text = Files.readString(config);
        assertTrue(text.contains("\"https://index.docker.io/v1/\""), text);
        assertTrue(text.contains("\"psFormat\": \"x\""), text);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config)));
        assertEquals(Optional.of(Login.of("me", "p:w")), credentials().find("docker.io", "a/b"));
        assertEquals(Optional.of(Login.of("a", "b")), credentials().find("other", ""));
        assertTrue(credentials().erase("docker.io"));
        assertFalse(credentials().erase("docker.io"));
        assertEquals(Optional.empty(), credentials().find("docker.io", ""));
    }

    @Test
    void theFileOfAnOldDockerIsReadLast() throws IOException {
        Path old = home.resolve(".dockercfg");
        Files.writeString(old, "{\"https://r:1/v1/\":{\"auth\":\"YTpi\",\"email\":\"x\"}}");
        assertEquals(Optional.of(Login.of("a", "b")), credentials().find("r:1", "team/shop"));
        Files.writeString(config, "{\"auths\":{\"r:1\":{\"auth\":\"Yzpk\"}}}");
        assertEquals(Optional.of(Login.of("c", "d")), credentials().find("r:1", "team/shop"));
    }

    @Test
    void theLongestNameOfPodmansFileCounts() throws IOException {
        Path file = Files.createDirectories(home.resolve(".config/containers"));
        Files.writeString(
                file.resolve("auth.json"),
                "{\"auths\":{\"r:1\":{\"auth\":\"YTpi\"},\"r:1/team\":{\"auth\":\"Yzpk\"}}}");
        assertEquals(Optional.of(Login.of("c", "d")), credentials().find("r:1", "team/shop"));
        assertEquals(Optional.of(Login.of("a", "b")), credentials().find("r:1", "teams/shop"));
        assertEquals(Optional.empty(), credentials().find("r", "team"));
    }

    @Test
    void theVariableGoesBeforeTheFiles() throws IOException {
        Files.writeString(config, "{\"auths\":{\"r:1\":{\"auth\":\"YTpi\"}}}");
        environment.put(
                "DOCKER_AUTH_CONFIG", "{\"auths\":{\"https://r:1/v1/\":{\"auth\":\"Yzpk\"}}}");
        assertEquals(Optional.of(Login.of("c", "d")), credentials().find("r:1", ""));
    }

    /** Makes {@code docker-credential-test}, which keeps one login in a file. */
    private void helper() throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path helper = bin.resolve("docker-credential-test");
        Files.writeString(
                helper,
                """
                #!/bin/sh
                read -r line
                case $1 in
                get) if [ -f %1$s/kept ]; then cat %1$s/kept; else
                     echo credentials not found in native keychain; exit 1; fi ;;
                store) echo "$line" >%1$s/kept ;;
                erase) rm %1$s/kept ;;
                esac
                """
                        .formatted(home));
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("PATH", bin + ":/usr/bin:/bin");
    }

    @Test
    void aHelperIsAskedToldAndCleared() throws IOException {
        helper();
        Files.writeString(config, "{\"credsStore\":\"test\"}");
        assertEquals(Optional.empty(), credentials().find("r:1", ""));
        assertEquals(
                "docker-credential-test",
                credentials().store("r:1", Login.ofIdentityToken("me", "tok")));
        assertFalse(Files.readString(config).contains("tok"));
        assertEquals("tok", credentials().find("r:1", "").orElseThrow().identityToken());
        assertTrue(credentials().erase("r:1"));
        assertEquals(Optional.empty(), credentials().find("r:1", ""));
    }

    @Test
    void helpersOfRegistriesConfAreAskedInOrder() throws IOException {
        helper();
        Files.writeString(config, "{\"auths\":{\"r:1\":{\"auth\":\"YTpi\"}}}");
        List<String> both = List.of("test", RegistriesConf.FILES);
        Credentials credentials = Credentials.ofEnvironment(environment, both);
        assertEquals(Optional.of(Login.of("a", "b")), credentials.find("r:1", "team"));
        assertEquals("docker-credential-test", credentials.store("r:1", Login.of("c", "d")));
        assertEquals(Optional.of(Login.of("c", "d")), credentials.find("r:1", "team"));
        assertEquals(Optional.of(Login.of("a", "b")), credentials().find("r:1", "team"));
        assertEquals(
                Optional.of(Login.of("a", "b")),
                Credentials.ofEnvironment(environment, both.reversed()).find("r:1", "team"));
        assertTrue(credentials.erase("r:1"));
        assertEquals(Optional.empty(), credentials.find("r:1", "team"));
        assertFalse(Files.exists(home.resolve("kept")));
    }

    @Test
    void aHelperThatIsNotThereIsNamed() throws IOException {
        environment.put("PATH", "/nowhere");
        Files.writeString(config, "{\"credHelpers\":{\"r:1\":\"gone\",\"r:2\":\"../x\"}}");
        IOException e = assertThrows(IOException.class, () -> credentials().find("r:1", ""));
        assertTrue(e.getMessage().contains("docker-credential-gone"), e.getMessage());
        e = assertThrows(IOException.class, () -> credentials().find("r:2", ""));
        assertTrue(e.getMessage().contains("is no name of a program"), e.getMessage());
        assertEquals(Optional.empty(), credentials().find("r:3", ""));
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Files.writeString(config, "{");
        IOException e = assertThrows(IOException.class, () -> credentials().find("r:1", ""));
        assertTrue(e.getMessage().contains(config.toString()), e.getMessage());
    }
}
