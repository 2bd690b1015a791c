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
import java.util.List;
import java.util.Map;

/** Keys, signing and verifying by command, against Cooper's own registry. */
class SignCommandTest {
    @TempDir Path directory;
    private OwnRegistry registry;
    private CommandLine cooper;
    private String image;

    @BeforeEach
    void pushAnImage() throws IOException {
        registry = OwnRegistry.start(directory.resolve("registry"));
        cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("COSIGN_PASSWORD", "hello");
        image = registry.host() + "/shop:1";
        cooper.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 1000, image);
        ok("push", "-q", image);
        key("one");
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

    private void key(String name) {
        ok("key", "generate", "--output-key-prefix", directory.resolve(name).toString());
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private CommandLine.Result verify(int code, String key, String... more) {
        List<String> words =
                new java.util.ArrayList<>(
                        List.of("verify", "--insecure-ignore-tlog", "--key", file(key)));
        words.addAll(List.of(more));
        words.add(image);
        return run(code, words.toArray(new String[0]));
    }

    @Test
    void whatIsSignedIsVerifiedAndNothingElse() {
        String none = verify(10, "one.pub").err();
        assertEquals("cooper: no signatures found for " + image + "\n", none);
        ok("sign", "-y", "--key", file("one.key"), "-a", "team=red", image);
        ok("sign", "-y", "--key", file("one.key"), "--new-bundle-format=false", image);
        CommandLine.Result good = verify(0, "one.pub");
        assertEquals(2, good.out().split("docker-manifest-digest", -1).length - 1);
        assertTrue(good.err().contains("The signatures were verified against the specified"));
        assertTrue(verify(0, "one.pub", "-a", "team=red").out().contains("\"team\":\"red\""));
        key("two");
        assertTrue(verify(12, "two.pub").err().contains("signature: it is not of the key"));
        String blue = verify(12, "one.pub", "-a", "team=blue").err();
        assertTrue(blue.contains("annotations: team is \"red\", want \"blue\""), blue);
        assertTrue(ok("referrers", image).out().contains("sigstore.bundle.v0.3"));
    }

    @Test
    void whatIsStatedIsVerifiedByItsType() throws IOException {
        String predicate = file("vex.json");
        Files.writeString(Path.of(predicate), "{\"@context\":\"x\",\"statements\":[]}");
        for (String form : List.of("true", "false")) {
            ok(
                    "attest",
                    "--key",
                    file("one.key"),
                    "--new-bundle-format=" + form,
                    "--type",
                    "openvex",
                    "--predicate",
                    predicate,
                    image);
        }
        assertEquals(2, attested(0, "one.pub", "openvex").out().lines().count());
        assertEquals(
                "cooper: nothing of the type https://slsa.dev/provenance/v1 is stated of "
                        + image
                        + "\n",
                attested(10, "one.pub", "slsaprovenance1").err());
        key("two");
        String other = attested(12, "two.pub", "openvex").err();
        assertTrue(other.contains("signature: it is not of the key"), other);
        attested(0, "two.pub", "openvex", "--key", file("one.pub"));
        String signature = verify(12, "one.pub").err();
        assertTrue(signature.contains("which signs nothing"), signature);
        String policy = attested(1, "one.pub", "openvex", "--policy", "a.rego").err();
        assertTrue(policy.contains("a.rego: there is no such file"), policy);
        String wrong =
                run(
                                1,
                                "attest",
                                "--key",
                                file("one.key"),
                                "--type",
                                "cyclonedx",
                                "--predicate",
                                predicate,
                                image)
                        .err();
        assertEquals(
                "cooper: "
                        + predicate
                        + ": it has no member \"bomFormat\", so it is no cyclonedx\n",
                wrong);
    }

    private CommandLine.Result attested(int code, String key, String type, String... more) {
        List<String> words =
                new java.util.ArrayList<>(
                        List.of(
                                "verify-attestation",
                                "--insecure-ignore-tlog",
                                "--key",
                                file(key),
                                "--type",
                                type));
        words.addAll(List.of(more));
        words.add(image);
        return run(code, words.toArray(new String[0]));
    }

    @Test
    void signaturesAreNotKeptElsewhereBehindTheBackOfWhoWantsThat() {
        cooper.withEnvironment("COSIGN_REPOSITORY", registry.host() + "/signatures");
        String error = run(2, "sign", "--key", file("one.key"), image).err();
        assertTrue(error.contains("COSIGN_REPOSITORY is set"), error);
        verify(2, "one.pub");
    }

    @Test
    void anImageThatIsNotThereHasAnExitCodeOfItsOwn() {
        image = registry.host() + "/shop:2";
        verify(11, "one.pub");
    }

    @Test
    void nothingIsVerifiedWhileALogIsWantedThatCannotBeAsked() {
        ok("sign", "--key", file("one.key"), image);
        String error = run(2, "verify", "--key", file("one.pub"), image).err();
        assertTrue(error.contains("--trusted-root FILE is missing"), error);
    }

    @Test
    void keysAreNotOverwrittenUnlessThatIsSaid() throws IOException {
        String before = Files.readString(directory.resolve("one.key"));
        String error = run(1, "key", "generate", "--output-key-prefix", file("one")).err();
        assertTrue(error.contains("exists already"), error);
        assertEquals(before, Files.readString(directory.resolve("one.key")));
        ok("generate-key-pair", "-y", "--output-key-prefix", file("one"));
        assertFalse(Files.readString(directory.resolve("one.key")).equals(before));
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("one.key"))));
    }

    @Test
    void publicKeysAreThoseOfTheFile() throws IOException {
        String want = Files.readString(directory.resolve("one.pub"));
        assertEquals(want, ok("key", "public", "--key", file("one.key")).out());
        assertEquals(want, ok("public-key", "--key", file("one.pub")).out());
        cooper.withEnvironment("KEY", Files.readString(directory.resolve("one.key")));
        assertEquals(want, ok("key", "public", "--key", "env://KEY").out());
        cooper.withEnvironment("COSIGN_PASSWORD", "wrong");
        String error = run(1, "key", "public", "--key", file("one.key")).err();
        assertTrue(error.endsWith("the password is wrong, or the file was changed\n"), error);
        String scheme = run(1, "key", "public", "--key", "k8s://default/key").err();
        assertTrue(scheme.contains("set KUBECONFIG, or run within the cluster"), scheme);
    }
}
