package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What scans ask a registry beside the layers of an image. */
class ScanRegistryTest {
    private static final String VULNERABILITY = "CVE-2024-37890";

    @TempDir Path directory;
    private final List<OwnRegistry> registries = new ArrayList<>();
    private CommandLine cooper;

    @BeforeEach
    void makeAnImageWithAPackageAndADatabase() throws IOException {
        cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("COSIGN_PASSWORD", "hello")
                        .withEnvironment("DOCKER_CONFIG", directory.resolve("docker").toString());
        Path files = directory.resolve("files.tar");
        byte[] json = "{\"name\": \"ws\", \"version\": \"7.5.9\"}".getBytes(UTF_8);
        try (OutputStream out = Files.newOutputStream(files);
                TarWriter tar = new TarWriter(out)) {
            tar.write(
                    TarEntry.file("srv/node_modules/ws/package.json", json.length),
                    new ByteArrayInputStream(json));
        }
        ok("import", files.toString(), "local/shop:1");
        Path record = directory.resolve("osv.json");
        Files.writeString(
                record,
                """
                {"id": "%s", "modified": "2024-06-17T00:00:00Z", "affected": [{"package":
                 {"ecosystem": "npm", "name": "ws"}, "ranges": [{"type": "SEMVER",
                 "events": [{"introduced": "0"}, {"fixed": "7.5.10"}]}]}]}
                """
                        .formatted(VULNERABILITY));
        ok("db", "build", "--quiet", "osv=" + record);
    }

    @AfterEach
    void stop() throws IOException {
        for (OwnRegistry each : registries) {
            each.close();
        }
    }

    private CommandLine.Result ok(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err());
        return result;
    }

    private String pushed(Map<String, String> variables, String name) throws IOException {
        OwnRegistry registry =
                OwnRegistry.start(directory.resolve("registry" + registries.size()), variables);
        registries.add(registry);
        String image = registry.host() + "/" + name + ":1";
        ok("tag", "local/shop:1", image);
        return image;
    }

    private CommandLine.Result scan(int code, String... more) {
        List<String> words = new ArrayList<>(List.of("scan", "--exit-code", "3"));
        words.addAll(List.of("--scanners", "vuln"));
        words.addAll(List.of(more));
        CommandLine.Result result = cooper.run(words.toArray(String[]::new));
        assertEquals(code, result.code(), result.out() + result.err());
        return result;
    }

    private void attest(String image, String key, String status) throws IOException {
        Path file = directory.resolve("vex.json");
        Files.writeString(
                file,
                """
                {"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.org/vex/1",
                 "author": "us", "timestamp": "2026-06-01T00:00:00Z", "version": 1,
                 "statements": [{"vulnerability": {"name": "%s"},
                  "products": [{"@id": "pkg:npm/ws@7.5.9"}], "status": "%s",
                  "justification": "vulnerable_code_not_in_execute_path"}]}
                """
                        .formatted(VULNERABILITY, status));
        String prefix = directory.resolve(key).toString();
        ok("key", "generate", "--output-key-prefix", prefix, "--yes");
        ok(
                "attest",
                "--key",
                prefix + ".key",
                "--type",
                "openvex",
                "--predicate",
                file.toString(),
                image);
    }

    private String key(String name) {
        return directory.resolve(name + ".pub").toString();
    }

    @Test
    void vexDocumentsThatHangOnTheImageCount() throws IOException {
        String image = pushed(Map.of(), "shop");
        ok("push", "-q", image);
        scan(3, image);
        String none = scan(3, "--vex", "oci", image).err();
        assertTrue(none.contains("no VEX document that counts hangs on " + image), none);
        attest(image, "one", "not_affected");
        String unchecked = scan(0, "--vex", "oci", image).err();
        assertTrue(unchecked.contains("nobody checked who signed it"), unchecked);
        String checked = scan(0, "--vex", "oci", "--vex-key", key("one"), image).err();
        assertEquals("", checked);
        String shown = scan(0, "--vex", "oci", "--show-suppressed", image).out();
        assertTrue(shown.contains("not_affected"), shown);
    }

    @Test
    void whatAnotherKeyHasSignedHidesNothing() throws IOException {
        String image = pushed(Map.of(), "shop");
        ok("push", "-q", image);
        attest(image, "one", "not_affected");
        ok("key", "generate", "--output-key-prefix", directory.resolve("two").toString());
        String err = scan(3, "--vex", "oci", "--vex-key", key("two"), image).err();
        assertTrue(err.contains("does not count: signature: it is not of the key"), err);
    }

    @Test
    void vexOfRegistriesWantsAnImageOfOne() throws IOException {
        String fs = scan(2, "fs", "--vex", "oci", directory.toString()).err();
        assertTrue(fs.contains("this scan names none"), fs);
        String offline = scan(2, "--vex", "oci", "--offline-scan", "local/shop:1").err();
        assertTrue(offline.contains("--offline-scan forbids"), offline);
    }

    @Test
    void theLoginOfAScanIsUsedForItsRegistryAndKeptNowhere() throws IOException {
        Path users = directory.resolve("htpasswd");
        // bcrypt of "secret"
        Files.writeString(
                users, "kim:$2y$12$56A2zqxM9xSNWlUcWRApZOvl68ZlsfBae.rY9vPGjdUj8PhEXsVvq\n");
        Map<String, String> variables = new HashMap<>();
        variables.put("REGISTRY_AUTH", "htpasswd");
        variables.put("REGISTRY_AUTH_HTPASSWD_REALM", "test");
        variables.put("REGISTRY_AUTH_HTPASSWD_PATH", users.toString());
        String image = pushed(variables, "team/shop");
        String host = image.substring(0, image.indexOf('/'));
        cooper.withInput("secret\n".getBytes(UTF_8));
        ok("login", "-u", "kim", "--password-stdin", host);
        ok("push", "-q", image);
        ok("logout", host);
        String there = "docker://" + image;
        String refused = scan(1, there).err();
        assertTrue(refused.contains("cooper login " + host), refused);

        scan(3, "--username", "kim", "--password", "secret", there);
        scan(3, "--username", "kim", "--password-stdin", there);
        String wrong = scan(1, "--username", "kim", "--password", "other-word", there).err();
        assertFalse(wrong.contains("other-word"), wrong);
        cooper.withEnvironment("TRIVY_USERNAME", "kim").withEnvironment("TRIVY_PASSWORD", "secret");
        String debug = scan(3, "--debug", there).err();
        assertFalse(debug.contains("secret"), debug);
        cooper.withEnvironment("TRIVY_USERNAME", "").withEnvironment("TRIVY_PASSWORD", "");
        scan(1, there);
        String half = scan(2, "--username", "kim", there).err();
        assertTrue(half.contains("go together"), half);
        Path kept = directory.resolve("docker/config.json");
        assertFalse(Files.exists(kept) && Files.readString(kept).contains(host));
    }
}
