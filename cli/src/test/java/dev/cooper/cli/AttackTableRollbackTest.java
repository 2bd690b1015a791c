package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Repositories that go back in time: what was true once is not believed again. */
class AttackTableRollbackTest {
    @TempDir Path directory;

    private static String run(int code, CommandLine commands, String... words) {
        CommandLine.Result result = commands.run(words);
        assertEquals(code, result.code(), result.err() + result.out());
        return result.out() + result.err();
    }

    @Test
    void anOlderTrustedRootOfTheSameRepositoryIsRefused() throws IOException {
        byte[] trusted;
        try (KeylessShop shop = KeylessShop.open(directory.resolve("shop"))) {
            trusted = Files.readAllBytes(shop.server.trustedRoot());
        }
        Path served = directory.resolve("served");
        TufFiles files = new TufFiles(served);
        String root = files.root().toString();
        files.publish(1, "trusted_root.json", trusted);
        CommandLine cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("HOME", directory.toString());
        try (FileServer server = FileServer.serve(served)) {
            run(0, cooper, "initialize", "--mirror", server.url(), "--root", root);
            byte[] old = Files.readAllBytes(served.resolve("timestamp.json"));
            files.publish(2, "trusted_root.json", trusted);
            run(0, cooper, "initialize", "--mirror", server.url());
            byte[] current = Files.readAllBytes(served.resolve("timestamp.json"));

            Files.write(served.resolve("timestamp.json"), old);
            String said = run(1, cooper, "initialize", "--mirror", server.url());
            assertTrue(
                    said.contains(
                            "timestamp.json: version 1 is older than version 2, which was seen"),
                    said);

            Files.write(served.resolve("timestamp.json"), current);
            Path snapshot = served.resolve("2.snapshot.json");
            byte[] good = Files.readAllBytes(snapshot);
            files.publish(3, "trusted_root.json", trusted);
            Files.write(served.resolve("3.snapshot.json"), good);
            String mixed = run(1, cooper, "initialize", "--mirror", server.url());
            assertTrue(mixed.contains("3.snapshot.json: it has not the length and the"), mixed);

            files.publish(4, "trusted_root.json", trusted);
            run(0, cooper, "initialize", "--mirror", server.url());
        }
    }

    @Test
    void trustDataOfNotaryThatAreOlderThanThoseSeenAreRefused() throws IOException {
        try (OwnRegistry registry = OwnRegistry.start(directory.resolve("registry"));
                ReplayingServer server = ReplayingServer.before("http://" + registry.host())) {
            String image = registry.host() + "/shop:1";
            CommandLine owner = docker("owner", "http://" + registry.host());
            CommandLine reader = docker("reader", server.url());
            image(owner, image, "first");
            run(0, owner, "push", "-q", image);
            run(0, reader, "pull", "-q", image);
            Digest second = image(owner, image, "second");
            run(0, owner, "push", "-q", image);
            run(0, reader, "pull", "-q", image);
            assertTrue(stored(reader).contains(second.hex()), stored(reader));

            server.replay(path -> path.endsWith("/timestamp.json"));
            run(0, reader, "rmi", "-f", image);
            String said = run(1, reader, "pull", "-q", image);
            assertTrue(said.contains("is of version 2, but version 3 has been seen"), said);
            run(1, reader, "inspect", image);

            server.replay(_ -> false);
            run(0, reader, "pull", "-q", image);
            assertTrue(stored(reader).contains(second.hex()), stored(reader));
        }
    }

    private static String stored(CommandLine commands) {
        return run(0, commands, "images", "-q", "--no-trunc");
    }

    @Test
    void aTagThatStandsForAnotherImageThanSignedFailsTheVerdict() throws IOException {
        try (OwnRegistry registry = OwnRegistry.start(directory.resolve("registry"))) {
            String image = registry.host() + "/shop:1";
            CommandLine owner = docker("owner", "http://" + registry.host());
            image(owner, image, "right");
            run(0, owner, "push", "-q", image);
            Path policy = directory.resolve("any.yaml");
            Files.writeString(policy, "rules:\n- name: any\n  deny: \"false\"\n");
            String good = run(0, owner, "verify", "--policy", policy.toString(), image);
            assertTrue(good.contains("notary: PASSED: the name stands for this image"), good);

            image(owner, image, "swapped");
            run(0, owner, "push", "-q", "--disable-content-trust", image);
            String bad = run(12, owner, "verify", "--policy", policy.toString(), image);
            assertTrue(bad.contains("notary: FAILED: the name stands for sha256:"), bad);
        }
    }

    private CommandLine docker(String who, String server) {
        Path home = directory.resolve(who);
        return new CommandLine(home.resolve("store"))
                .withEnvironment("HOME", home.toString())
                .withEnvironment("DOCKER_CONFIG", home.resolve("docker").toString())
                .withEnvironment("DOCKER_CONTENT_TRUST", "1")
                .withEnvironment("DOCKER_CONTENT_TRUST_SERVER", server)
                .withEnvironment("DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE", "correct horse")
                .withEnvironment("DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE", "correct horse");
    }

    private static Digest image(CommandLine commands, String name, String label)
            throws IOException {
        return commands.image("2024-01-02T03:04:05Z", Map.of("label", label), 1000, name);
    }
}
