package dev.cooper.registry.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import at.favre.lib.crypto.bcrypt.BCrypt;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.TestManifests;
import dev.cooper.registry.TestRegistry;
import dev.cooper.registry.config.RegistryConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AuditTest {
    @TempDir Path directory;

    private TestRegistry start(String yaml) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                "http: {addr: '127.0.0.1:0'}\n" + "storage: {delete: {enabled: true}}\n" + yaml);
        return new TestRegistry(
                RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data")));
    }

    private String audit() {
        return "cooper: {audit: {path: " + directory.resolve("audit") + ", sync: true}}\n";
    }

    private List<String> lines(String name, String... members) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve(name))) {
            Object parsed = Json.parse(line);
            assertNotNull(parsed);
            List<String> values = new ArrayList<>();
            for (String member : members) {
                values.add(String.valueOf(((Map<?, ?>) parsed).get(member)));
            }
            lines.add(String.join(" ", values));
        }
        return lines;
    }

    @Test
    void everyChangeHasALineAndReadingHasNone() throws IOException {
        try (TestRegistry registry = start(audit())) {
            Digest blob = registry.pushBlob("a", "{}".getBytes(StandardCharsets.UTF_8));
            registry.get("/v2/a/blobs/" + blob);
            registry.send("POST", "/v2/b/blobs/uploads/?from=a&mount=" + blob, new byte[0]);
            registry.delete("/v2/b/blobs/" + blob);
            registry.startUpload("c");
            assertEquals(
                    List.of(
                            "push done a " + blob + " 201",
                            "mount done b " + blob + " 201",
                            "delete done b " + blob + " 202"),
                    lines("audit", "action", "outcome", "repository", "digest", "status"));
        }
    }

    @Test
    void refusedLoginsHaveALineWithoutThePassword() throws IOException {
        Path users = directory.resolve("users");
        Files.writeString(
                users,
                "ada:" + BCrypt.withDefaults().hashToString(4, "right".toCharArray()) + "\n");
        try (TestRegistry registry =
                start(audit() + "auth: {htpasswd: {realm: r, path: " + users + "}}\n")) {
            registry.get("/v2/");
            String wrong =
                    Base64.getEncoder()
                            .encodeToString("ada:hidden".getBytes(StandardCharsets.UTF_8));
            registry.get("/v2/", "Authorization", "Basic " + wrong);
            assertEquals(
                    List.of("login refused ada 401"),
                    lines("audit", "action", "outcome", "user", "status"));
            assertFalse(Files.readString(directory.resolve("audit")).contains("hidden"));
        }
    }

    @Test
    void aRenamedFileIsLeftAloneAndANewOneBegun() throws IOException {
        try (TestRegistry registry = start(audit())) {
            registry.pushBlob("a", new byte[] {1});
            Files.move(directory.resolve("audit"), directory.resolve("audit.1"));
            registry.pushBlob("b", new byte[] {2});
            assertEquals(List.of("a"), lines("audit.1", "repository"));
            assertEquals(List.of("b"), lines("audit", "repository"));
        }
    }

    @Test
    void aReadOnlyRegistryRefusesChanges() throws IOException {
        String yaml =
                "http: {addr: '127.0.0.1:0'}\n"
                        + "storage: {maintenance: {readonly: {enabled: true}}}\n";
        Path file = directory.resolve("readonly.yml");
        Files.writeString(file, yaml);
        RegistryConfig config =
                RegistryConfig.parse(Optional.of(file), Map.of(), directory.resolve("data"));
        assertEquals(List.of(), config.warnings());
        try (TestRegistry registry = new TestRegistry(config)) {
            var refused = registry.send("POST", "/v2/a/blobs/uploads/", new byte[0]);
            assertEquals(405, refused.statusCode());
            assertEquals(200, registry.get("/v2/").statusCode());
        }
    }

    @Test
    void pagesAreAsLongAsTheConfigurationAllows() throws IOException {
        try (TestRegistry registry = start("tags: {maxtags: 1}\ncatalog: {maxentries: 1}\n")) {
            byte[] content = "{}".getBytes(StandardCharsets.UTF_8);
            Digest blob = registry.pushBlob("a", content);
            byte[] manifest = TestManifests.image(blob, content.length);
            String type = MediaTypes.OCI_MANIFEST;
            registry.putManifest("a", "1", type, manifest);
            registry.putManifest("a", "2", type, manifest);
            assertEquals(
                    "{\"name\":\"a\",\"tags\":[\"1\"]}",
                    new String(
                            registry.get("/v2/a/tags/list?n=50").body(), StandardCharsets.UTF_8));
        }
    }
}
