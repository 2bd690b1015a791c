package dev.cooper.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class RegistryConfigTest {
    @TempDir Path directory;

    private RegistryConfig parse(String yaml, Map<String, String> environment) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(file, yaml);
        return RegistryConfig.parse(Optional.of(file), environment, directory);
    }

    private String refusal(String yaml) {
        return String.valueOf(
                assertThrows(SyntaxException.class, () -> parse(yaml, Map.of())).getMessage());
    }

    @Test
    void theExampleOfDebianIsTakenAsItIs() throws IOException {
        RegistryConfig config =
                parse(
                        """
                        version: 0.1
                        log:
                          fields:
                            service: registry
                        storage:
                          cache:
                            blobdescriptor: inmemory
                          filesystem:
                            rootdirectory: /var/lib/docker-registry
                          delete:
                            enabled: true
                        http:
                          addr: :5000
                          headers:
                            X-Content-Type-Options: [nosniff]
                        health:
                          storagedriver:
                            enabled: true
                            interval: 10s
                            threshold: 3
                        """,
                        Map.of());
        assertEquals(Path.of("/var/lib/docker-registry"), config.storage().directory());
        assertEquals("", config.http().host());
        assertEquals(5000, config.http().port());
        assertTrue(config.storage().mayDelete());
        assertEquals(Map.of("X-Content-Type-Options", List.of("nosniff")), config.http().headers());
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void variablesOverrideTheFile() throws IOException {
        RegistryConfig config =
                parse(
                        "http: {addr: ':5000'}",
                        Map.of(
                                "REGISTRY_HTTP_ADDR", "127.0.0.1:5055",
                                "REGISTRY_STORAGE_DELETE_ENABLED", "true",
                                "PATH", "/bin"));
        assertEquals("127.0.0.1", config.http().host());
        assertEquals(5055, config.http().port());
        assertTrue(config.storage().mayDelete());
        assertFalse(parse("http: {addr: ':5000'}", Map.of()).storage().mayDelete());
    }

    @Test
    void keysWithoutEffectAreNamed() throws IOException {
        assertEquals(
                List.of("http.spare.addr is unknown or not supported and has no effect"),
                parse("http: {spare: {addr: ':5001'}}", Map.of()).warnings());
    }

    @Test
    void whatIsNotSupportedIsRefused() {
        assertTrue(refusal("storage: {s3: {bucket: b}}").contains("storage.s3: the storage s3"));
        assertTrue(refusal("auth: {token: {realm: r}}").contains("want service"));
        assertTrue(
                refusal("auth: {token: {realm: r, service: s, issuer: i}}")
                        .contains("want rootcertbundle or jwks"));
        assertTrue(
                refusal(
                                "auth: {token: {realm: r, service: s, issuer: i,"
                                        + " signingalgorithms: [HS256]}}")
                        .contains("HS256"));
        assertTrue(refusal("http: {addr: nonsense}").contains("want HOST:PORT"));
        assertTrue(refusal("http: {tls: {certificate: c}}").contains("want both"));
        assertTrue(refusal("a: [").contains("config.yml"));
    }

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
                parse(
                        "{auth: {htpasswd: {realm: cellar, path: "
                                + file
                                + "}}, http: {addr: '127.0.0.1:0'}}",
                        Map.of());
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
