package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** cosign's smaller commands, against Cooper's own registry. */
class CosignCommandsTest {
    @TempDir Path directory;
    private OwnRegistry registry;
    private CommandLine cooper;
    private String image;

    @BeforeEach
    void pushAnImageAndMakeAKey() throws IOException {
        registry = OwnRegistry.start(directory.resolve("registry"));
        cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("COSIGN_PASSWORD", "hello");
        image = registry.host() + "/shop:1";
        cooper.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 1000, image);
        ok("push", "-q", image);
        ok("key", "generate", "--output-key-prefix", path("one"));
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private CommandLine.Result run(int code, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(code, result.code(), result.err());
        return result;
    }

    private CommandLine.Result ok(String... words) {
        return run(0, words);
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private String file(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
        return path(name);
    }

    @Test
    void whatIsAttachedIsListedDownloadedAndCleaned() throws IOException {
        assertEquals(
                "cooper: no SBOM is stored beside " + image + "\n",
                run(1, "download", "sbom", image).err());
        String sbom = file("bom.json", "{\"spdxVersion\":\"SPDX-2.3\"}");
        String said = ok("attach", "sbom", "--sbom", sbom, image).err();
        assertTrue(said.endsWith(".sbom] with mediaType [text/spdx+json].\n"), said);
        assertEquals("{\"spdxVersion\":\"SPDX-2.3\"}", ok("download", "sbom", image).out());
        ok("sign", "--key", path("one.key"), "--new-bundle-format=false", image);
        ok("sign", "--key", path("one.key"), image);
        ok("attest", "--key", path("one.key"), "--predicate", sbom, image);
        ok(
                "attest",
                "--key",
                path("one.key"),
                "--new-bundle-format=false",
                "--predicate",
                sbom,
                image);
        assertEquals(2, ok("download", "signature", image).out().lines().count());
        assertEquals(2, ok("download", "attestation", image).out().lines().count());
        run(1, "download", "attestation", "--predicate-type", "vuln", image);
        String tag = ok("triangulate", image).out().strip();
        assertTrue(tag.contains("/shop:sha256-") && tag.endsWith(".sig"), tag);
        assertTrue(ok("tree", image).out().contains(".att\n"));

        run(1, "clean", "--type", "sbom", image); // nobody agrees
        ok("clean", "-f", "--type", "signature", image);
        run(1, "download", "signature", image);
        assertEquals(2, ok("download", "attestation", image).out().lines().count());
        ok("clean", "-f", image);
        assertEquals(1, ok("tree", image).out().lines().count());
        ok("digest", image);
    }

    @Test
    void aSignatureMadeElsewhereIsAttachedIfItIsAboutTheImage() throws IOException {
        ok("sign", "--key", path("one.key"), "--new-bundle-format=false", image);
        String json = ok("download", "signature", image).out();
        String payload =
                new String(
                        java.util.Base64.getDecoder().decode(member(json, "Payload")),
                        java.nio.charset.StandardCharsets.UTF_8);
        String signature = file("one.sig", member(json, "Base64Signature"));
        ok("clean", "-f", image);
        String good = file("good.json", payload);
        ok("attach", "signature", "--payload", good, "--signature", signature, image);
        ok("verify", "--insecure-ignore-tlog", "--key", path("one.pub"), image);
        String other = file("other.json", payload.replaceAll("sha256:..", "sha256:00"));
        String error =
                run(1, "attach", "signature", "--payload", other, "--signature", signature, image)
                        .err();
        assertTrue(error.contains("the payload is about sha256:00"), error);
        assertFalse(ok("tree", image).out().contains(".att\n"));
        run(1, "attach", "attestation", "--attestation", good, image);
    }

    private static String member(String json, String name) {
        int from = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(from, json.indexOf('"', from));
    }

    @Test
    void filesAreSignedAndVerified() throws IOException {
        String text = file("text", "a text");
        String other = file("other", "another text");
        String bundle = path("bundle.json");
        String alone = ok("sign-blob", "--key", path("one.key"), text).out();
        String signature = file("text.sig", alone);
        ok("sign-blob", "--key", path("one.key"), "--bundle", bundle, text);
        for (String with : new String[] {"--signature=" + signature, "--bundle=" + bundle}) {
            assertEquals("Verified OK\n", verifyBlob(0, with, text).err());
            assertTrue(verifyBlob(1, with, other).err().contains("does not hold"));
        }
        verifyBlob(0, "--signature=" + alone.strip(), text);
        verifyBlob(1, "--signature=" + alone.strip().substring(8), text);
        verifyBlob(1, "--bundle=" + signature, text);
        run(2, "verify-blob", "--insecure-ignore-tlog", "--key", path("one.pub"), text);
        run(2, "verify-blob", "--key", path("one.pub"), "--bundle", bundle, text);
    }

    private CommandLine.Result verifyBlob(int code, String with, String file) {
        return run(
                code,
                "verify-blob",
                "--insecure-ignore-tlog",
                "--key",
                path("one.pub"),
                with,
                file);
    }
}
