package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.testkit.DebianRegistry;
import dev.cooper.testkit.NotaryServer;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A repository that Debian's notary has signed, with a delegation, moves to signatures that the
 * real cosign and the real notation verify.
 */
class MigrationPeersIT {
    private ScratchDirectory scratch;
    private DebianRegistry registry;
    private NotaryServer server;
    private CommandLine cooper;
    private String shop;

    @BeforeEach
    void signWithNotary() throws IOException, InterruptedException {
        Peers.require("notary");
        scratch = ScratchDirectory.create("migration");
        registry = DebianRegistry.start(scratch.directory("registry"));
        server = NotaryServer.start(scratch.directory("server"));
        shop = registry.host() + "/shop";
        Path authority =
                Files.createDirectories(
                        scratch.resolve("docker")
                                .resolve("tls")
                                .resolve(server.address().getAuthority()));
        Files.copy(server.authority(), authority.resolve("ca.crt"));
        cooper =
                new CommandLine(scratch.resolve("home"))
                        .withEnvironment("HOME", scratch.path().toString())
                        .withEnvironment("COSIGN_PASSWORD", "hello")
                        .withEnvironment("DOCKER_CONFIG", scratch.resolve("docker").toString())
                        .withEnvironment("DOCKER_CONTENT_TRUST_SERVER", server.address() + "");
        notary("init", "-p", shop);
        ok("key", "generate", "--output-key-prefix", path("delegate"));
        for (String tag : List.of("1", "2")) {
            cooper.image("2024-01-02T03:04:05Z", Map.of("tag", tag), 1000, shop + ":" + tag);
            ok("push", "-q", shop + ":" + tag);
        }
        add("1");
        delegate();
        add("2", "--roles", "targets/releases");
    }

    /** Gives a key of its own to the releases. */
    private void delegate() throws IOException, InterruptedException {
        run(
                List.of(
                        Peers.require("openssl").toString(),
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-subj",
                        "/CN=red",
                        "-days",
                        "30",
                        "-keyout",
                        path("red.key"),
                        "-out",
                        path("red.crt")));
        notary("delegation", "add", "-p", shop, "targets/releases", path("red.crt"), "--all-paths");
        notary("key", "import", path("red.key"), "--role", "targets/releases");
    }

    private void add(String tag, String... more) throws IOException, InterruptedException {
        Descriptor image = cooper.store().resolve(Reference.parse(shop + ":" + tag)).orElseThrow();
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "addhash",
                                "-p",
                                shop,
                                tag,
                                image.size() + "",
                                "--sha256",
                                image.digest().hex()));
        words.addAll(List.of(more));
        notary(words.toArray(new String[0]));
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (registry != null) {
            registry.close();
        }
        if (scratch != null) {
            scratch.close();
        }
    }

    private String path(String name) {
        return scratch.resolve(name).toString();
    }

    private CommandLine.Result code(int code, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(
                code, result.code(), String.join(" ", words) + ": " + result.err() + result.out());
        return result;
    }

    private String ok(String... words) {
        return code(0, words).out();
    }

    private void notary(String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Peers.require("notary").toString(),
                                "-s",
                                server.address().toString(),
                                "--tlscacert",
                                server.authority().toString(),
                                "-d",
                                path("trust")));
        command.addAll(List.of(words));
        run(command);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.path().toFile());
        for (String role : List.of("ROOT", "TARGETS", "SNAPSHOT", "DELEGATION")) {
            builder.environment().put("NOTARY_" + role + "_PASSPHRASE", "correct horse");
        }
        builder.environment().put("HOME", scratch.path().toString());
        builder.environment().remove("XDG_CONFIG_HOME");
        return Processes.run(builder, new byte[0], Duration.ofMinutes(1)).ok().out();
    }

    @Test
    void everySignedTagIsVerifiedByCosignAndNotation() throws IOException, InterruptedException {
        String cosign = Peers.requireNewer("cosign").toString();
        String notation = Peers.requireNewer("notation").toString();
        ok("key", "generate", "--output-key-prefix", path("new"));
        ok("notation", "cert", "generate-test", "--default", "box");
        Files.writeString(
                scratch.resolve(".config/notation/trustpolicy.json"),
                """
                {"version":"1.0","trustPolicies":[{"name":"all","registryScopes":["*"],
                "signatureVerification":{"level":"strict"},"trustStores":["ca:box"],
                "trustedIdentities":["*"]}]}
                """);
        String[] migrate = {
            "trust", "migrate", "--key", path("new.key"), "--notation-key", "box", shop
        };
        String dry = ok("trust", "migrate", "-n", "--key", path("new.key"), shop);
        assertEquals(2, dry.lines().filter(it -> it.endsWith("cosign to be signed")).count(), dry);
        assertEquals(2, ok(migrate).lines().count());
        for (String tag : List.of("1", "2")) {
            String image =
                    shop
                            + "@"
                            + cooper.store()
                                    .resolve(Reference.parse(shop + ":" + tag))
                                    .orElseThrow()
                                    .digest();
            String said =
                    run(
                            List.of(
                                    cosign,
                                    "verify",
                                    "--key",
                                    path("new.pub"),
                                    "--insecure-ignore-tlog=true",
                                    "-a",
                                    "tag=" + tag,
                                    image));
            assertTrue(said.contains("\"tag\":\"" + tag + "\""), said);
            run(
                    List.of(
                            cosign,
                            "verify-attestation",
                            "--key",
                            path("new.pub"),
                            "--insecure-ignore-tlog=true",
                            "--type",
                            "https://cooper.dev/notary-v1/proof/v1",
                            image));
            String other =
                    run(
                            List.of(
                                    notation,
                                    "verify",
                                    "--insecure-registry",
                                    "-m",
                                    "tag=" + tag,
                                    image));
            assertTrue(other.contains("Successfully verified signature"), other);
        }
        String again = ok(migrate);
        assertEquals(
                2,
                again.lines()
                        .filter(it ->
                                it.endsWith("cosign was signed before, notation was signed before"))
                        .count(),
                again);
        server.close();
        String gone = code(1, migrate).err();
        assertTrue(gone.contains(server.address().getAuthority()), gone);
        assertEquals(1, gone.strip().lines().count(), gone);
    }
}
