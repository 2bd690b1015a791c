package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** {@code cooper trust migrate}, with images and trust data in Cooper's own registry. */
class TrustMigrateTest {
    @TempDir Path directory;
    private OwnRegistry registry;
    private CommandLine cooper;
    private String shop;

    @BeforeEach
    void signTwoTags() throws IOException {
        registry = OwnRegistry.start(directory.resolve("registry"));
        cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("HOME", directory.toString())
                        .withEnvironment("XDG_CONFIG_HOME", directory.toString())
                        .withEnvironment("COSIGN_PASSWORD", "hello")
                        .withEnvironment("DOCKER_CONFIG", directory.resolve("docker").toString())
                        .withEnvironment("DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE", "horse")
                        .withEnvironment("DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE", "horse");
        shop = registry.host() + "/shop";
        for (String tag : new String[] {"1", "2"}) {
            cooper.image("2024-01-02T03:04:05Z", Map.of("tag", tag), 1000, shop + ":" + tag);
            run(0, "push", "-q", "--disable-content-trust=false", shop + ":" + tag);
        }
        // somebody moves a tag afterwards: what was signed counts
        cooper.image("2024-01-02T03:04:05Z", Map.of("tag", "swapped"), 1000, shop + ":2");
        run(0, "push", "-q", shop + ":2");
        run(0, "key", "generate", "--output-key-prefix", directory.resolve("new").toString());
        run(0, "notation", "cert", "generate-test", "--default", "box");
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private CommandLine.Result run(int code, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(code, result.code(), result.err() + result.out());
        return result;
    }

    private String key(String ending) {
        return directory.resolve("new" + ending).toString();
    }

    private CommandLine.Result verify(int code, String image) {
        return run(
                code,
                "verify",
                "--key",
                key(".pub"),
                "--insecure-ignore-tlog",
                "-a",
                "tag=2",
                image);
    }

    private String signed() {
        for (String line : run(0, "trust", "migrate", "--dry-run", shop).out().lines().toList()) {
            if (line.startsWith("2 ")) {
                return shop + "@" + line.split("[ ]")[1].replaceAll(":$", "");
            }
        }
        throw new AssertionError("2 is not there");
    }

    @Test
    void whatWasSignedIsSignedAnewWithItsProofAndNothingTwice() {
        String image = signed();
        String[] both = {"trust", "migrate", "--key", key(".key"), "--notation-key", "box", shop};
        String dry = run(0, "trust", "migrate", "-n", "--key", key(".key"), shop).out();
        assertTrue(dry.contains("cosign to be signed"), dry);
        verify(10, image);

        run(0, "trust", "migrate", "--key", key(".key"), shop);
        verify(0, image);
        verify(10, shop + ":2"); // which is another image today
        String again = run(0, both).out();
        assertTrue(again.contains("cosign was signed before, notation signed"), again);
        String thrice = run(0, both).out();
        assertTrue(thrice.contains("cosign was signed before, notation was signed"), thrice);
        assertFalse(thrice.contains("signed\n"), thrice);
        assertEquals(1, run(0, "download", "signature", image).out().lines().count());
        String inspected = run(0, "notation", "inspect", "-o", "json", image).out();
        assertTrue(inspected.contains("\"proof\": \"sha256:"), inspected);
        proves(image);
    }

    private void proves(String image) {
        String line =
                run(
                                0,
                                "verify-attestation",
                                "--key",
                                key(".pub"),
                                "--insecure-ignore-tlog",
                                "--type",
                                "https://cooper.dev/notary-v1/proof/v1",
                                image)
                        .out();
        JsonObject envelope = JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), "envelope");
        byte[] statement = Base64.getDecoder().decode(envelope.string("payload"));
        JsonObject proof = JsonObject.parse(statement, "statement").object("predicate");
        assertEquals("2", proof.string("name"));
        assertEquals("targets", proof.string("role"));
        byte[] targets = Base64.getDecoder().decode(proof.object("files").string("targets"));
        assertTrue(Json.parse(targets) instanceof Map<?, ?>);
        assertEquals(4, proof.object("files").names().size());
    }

    @Test
    void imagesThatAreGoneAreNamedAndTheOthersSigned() {
        String image = signed();
        run(0, "delete", image);
        CommandLine.Result some = run(1, "trust", "migrate", "--key", key(".key"), shop);
        assertTrue(some.out().contains("the registry has no such image any more"), some.out());
        assertTrue(some.out().contains("cosign signed"), some.out());
        assertTrue(some.err().contains("1 of 2 signed tags are signed anew"), some.err());
        assertTrue(run(2, "trust", "migrate", shop).err().contains("give --key or"));
    }
}
