package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** DOCKER_CONTENT_TRUST at pull, push and build, with the trust data in Cooper's own registry. */
class ContentTrustTest {
    @TempDir Path directory;
    private OwnRegistry registry;
    private CommandLine plain;
    private CommandLine trusting;
    private String image;

    @BeforeEach
    void start() throws IOException {
        registry = OwnRegistry.start(directory.resolve("registry"));
        plain = commands();
        trusting = commands().withEnvironment("DOCKER_CONTENT_TRUST", "1");
        image = registry.host() + "/shop:1";
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private CommandLine commands() {
        return new CommandLine(directory.resolve("home"))
                .withEnvironment("HOME", directory.toString())
                .withEnvironment("DOCKER_CONFIG", directory.resolve("docker").toString())
                .withEnvironment("DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE", "correct horse")
                .withEnvironment("DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE", "correct horse");
    }

    private static String run(int code, CommandLine commands, String... words) {
        CommandLine.Result result = commands.run(words);
        assertEquals(code, result.code(), result.err() + result.out());
        return result.out() + result.err();
    }

    private Digest make(String label) throws IOException {
        return plain.image("2024-01-02T03:04:05Z", Map.of("label", label), 1000, image);
    }

    private String stored() {
        return run(0, plain, "images", "-q", "--no-trunc");
    }

    @Test
    void whatWasPushedWithTrustIsPulledWhateverSomebodyPutUnderItsTagLater() throws IOException {
        Digest signed = make("signed");
        String pushed = run(0, trusting, "push", image);
        assertTrue(pushed.contains("Successfully signed " + image), pushed);
        Digest swapped = make("swapped");
        run(0, plain, "push", "-q", image);
        run(0, plain, "rmi", "-f", image);

        run(0, trusting, "pull", image);
        assertTrue(stored().contains(signed.hex()), stored());
        assertFalse(stored().contains(swapped.hex()), stored());
        run(0, trusting, "pull", "--disable-content-trust", image);
        assertTrue(stored().contains(swapped.hex()), stored());
    }

    @Test
    void whatNobodySignedIsNeitherPulledNorBuiltOn() throws IOException {
        make("unsigned");
        run(0, plain, "push", "-q", image);
        run(0, plain, "rmi", "-f", image);
        Path context = Files.createDirectories(directory.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), "FROM " + image + "\nENV a=b\n");
        for (String[] words : new String[][] {{"pull", image}, {"build", context.toString()}}) {
            String none = run(1, trusting, words);
            assertTrue(none.contains("remote trust data does not exist for "), none);
        }
        plain.image("2024-01-02T03:04:05Z", Map.of(), 10, registry.host() + "/shop:2");
        run(0, trusting, "push", "-q", registry.host() + "/shop:2");
        for (String[] words : new String[][] {{"pull", image}, {"build", context.toString()}}) {
            String other = run(1, trusting, words);
            assertTrue(other.contains("No valid trust data for 1"), other);
        }
        assertFalse(run(0, plain, "images").contains("unsigned"));
        run(0, plain, "pull", image);
    }

    @Test
    void aBuildStandsOnWhatWasSigned() throws IOException {
        make("signed");
        run(0, trusting, "push", "-q", image);
        make("swapped");
        run(0, plain, "push", "-q", image);
        run(0, plain, "rmi", "-f", image);
        Path context = Files.createDirectories(directory.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), "FROM " + image + "\nENV a=b\n");
        run(0, trusting, "build", "-t", "made:1", context.toString());
        String labels = run(0, plain, "inspect", "--format", "{{json .Config.Labels}}", "made:1");
        assertTrue(labels.contains("\"signed\""), labels);
    }

    @Test
    void aSignerWhoWasRemovedSignsNoLonger() throws IOException {
        make("signed");
        run(0, plain, "push", "-q", image);
        String shop = registry.host() + "/shop";
        for (String name : new String[] {"alice", "bob"}) {
            run(0, plain, "trust", "key", "generate", name, "--dir", directory.toString());
            String key = directory.resolve(name + ".pub").toString();
            run(0, plain, "trust", "signer", "add", "--key", key, name, shop);
        }
        run(0, plain, "trust", "sign", image);
        String both = run(0, plain, "trust", "inspect", image);
        assertTrue(both.contains("\"alice\"") && both.contains("\"bob\""), both);

        run(0, plain, "trust", "signer", "remove", "-f", "bob", shop);
        String one = run(0, plain, "trust", "inspect", image);
        assertTrue(one.contains("\"alice\"") && !one.contains("\"bob\""), one);
        String again = run(1, plain, "trust", "signer", "remove", "-f", "bob", shop);
        assertTrue(again.contains("no signer bob for repository " + shop), again);
        run(0, trusting, "pull", image);
    }
}
