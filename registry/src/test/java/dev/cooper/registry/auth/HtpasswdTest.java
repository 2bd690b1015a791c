package dev.cooper.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import at.favre.lib.crypto.bcrypt.BCrypt;

import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

class HtpasswdTest {
    @TempDir Path directory;

    @Test
    void usersAreAskedForAndTheFileIsReadAgain() throws IOException {
        Path file = directory.resolve("users");
        write(file, "ann", "right", 1);
        Htpasswd users = Htpasswd.open(file);
        assertEquals(Optional.of("ann"), users.user(basic("ann:right"), "here"));
        assertEquals(Optional.of("ann"), users.user(basic("ann:right"), "here"));
        assertEquals(Optional.empty(), users.user(basic("ann:wrong"), "here"));
        assertEquals(Optional.empty(), users.user(basic("bob:right"), "here"));
        assertEquals(Optional.empty(), users.user(basic("ann"), "here"));
        assertEquals(Optional.empty(), users.user(Optional.of("Basic ###"), "here"));
        assertEquals(Optional.empty(), users.user(Optional.of("Bearer x"), "here"));
        assertEquals(Optional.empty(), users.user(Optional.empty(), "here"));
        write(file, "ann", "other", 2);
        assertEquals(Optional.empty(), users.user(basic("ann:right"), "here"));
        assertEquals(Optional.of("ann"), users.user(basic("ann:other"), "here"));
    }

    private static void write(Path file, String user, String password, long changed)
            throws IOException {
        String hash = BCrypt.withDefaults().hashToString(4, password.toCharArray());
        Files.writeString(file, user + ":" + hash + "\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(changed));
    }

    private static Optional<String> basic(String pair) {
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    @Test
    void strangersAreToldToLogIn() throws IOException {
        Path file = directory.resolve("users");
        write(file, "ann", "right", 1);
        RegistryConfig config =
                RegistryConfig.parse(
                        Optional.of(
                                Files.writeString(
                                        directory.resolve("config.yml"),
                                        "{auth: {htpasswd: {realm: cellar, path: "
                                                + file
                                                + "}}, http: {addr: '127.0.0.1:0'}}")),
                        Map.of(),
                        directory);
        try (TestRegistry registry = new TestRegistry(config)) {
            var refused = registry.get("/v2/");
            assertEquals(401, refused.statusCode());
            assertEquals(
                    "Basic realm=\"cellar\"", TestRegistry.header(refused, "WWW-Authenticate"));
            assertEquals(401, registry.get("/v2/a/manifests/x").statusCode());
            assertEquals(
                    200,
                    registry.get("/v2/", "Authorization", basic("ann:right").orElseThrow())
                            .statusCode());
        }
    }
}
