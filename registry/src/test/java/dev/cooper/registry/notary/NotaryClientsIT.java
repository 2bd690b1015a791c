package dev.cooper.registry.notary;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.registry.RegistryChild;
import dev.cooper.registry.auth.RegistryAccounts;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.protocol.Grant;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;
import dev.cooper.testkit.TestCertificates;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Debian's notary, and docker trust, with the registry as their server; it is killed between. */
class NotaryClientsIT {
    private static final String GUN = "registry.example/shop";
    private static final String PASSWORD = "correct horse";

    private ScratchDirectory scratch;
    private Path config;
    private Path authority;
    private String login = "";
    private Process registry;
    private String address;

    @BeforeEach
    void prepare() throws IOException {
        Peers.require("notary");
        scratch = ScratchDirectory.create("trust-server");
        TestCertificates certificates = new TestCertificates(scratch.directory("tls"));
        certificates.root("first");
        authority = scratch.resolve("cert.pem");
        certificates.write("first", authority, scratch.resolve("key.pem"));
        config = scratch.resolve("config.yml");
    }

    @AfterEach
    void stop() throws IOException {
        if (registry != null) {
            registry.destroyForcibly();
        }
        if (scratch != null) {
            scratch.close();
        }
    }

    private void start(String more) throws IOException {
        Files.writeString(
                config,
                "http: {addr: '127.0.0.1:0', tls: {certificate: "
                        + authority
                        + ", key: "
                        + scratch.resolve("key.pem")
                        + "}}\nstorage: {delete: {enabled: true}}\n"
                        + more);
        registry = RegistryChild.start(data().toString(), config.toString());
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(registry.getInputStream(), StandardCharsets.UTF_8));
        address = "localhost:" + out.readLine();
    }

    private Path data() {
        return scratch.resolve("data");
    }

    private void killAndStart(String more) throws IOException, InterruptedException {
        registry.destroyForcibly().waitFor();
        start(more);
    }

    private Processes.Result run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.path().toFile());
        Map<String, String> environment = builder.environment();
        for (String role : List.of("ROOT", "TARGETS", "SNAPSHOT", "DELEGATION")) {
            environment.put("NOTARY_" + role + "_PASSPHRASE", PASSWORD);
        }
        environment.put("NOTARY_AUTH", login);
        environment.put("HOME", scratch.path().toString());
        environment.put("DOCKER_CONFIG", scratch.resolve("docker").toString());
        environment.put("DOCKER_CONTENT_TRUST_SERVER", "https://" + address);
        environment.put("DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE", PASSWORD);
        environment.put("DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE", PASSWORD);
        return Processes.run(builder, new byte[0], Duration.ofMinutes(1));
    }

    private Processes.Result notary(String directory, String... words)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Peers.require("notary").toString(),
                                "-s",
                                "https://" + address,
                                "--tlscacert",
                                authority.toString(),
                                "-d",
                                scratch.resolve(directory).toString()));
        command.addAll(List.of(words));
        return run(command);
    }

    private String docker(String... words) throws IOException, InterruptedException {
        Path tls = scratch.resolve("docker").resolve("tls").resolve(address);
        Files.createDirectories(tls);
        Files.copy(authority, tls.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
        List<String> command =
                new ArrayList<>(List.of(Peers.require("docker").toString(), "trust"));
        command.addAll(List.of(words));
        return run(command).ok().out();
    }

    private void user(String name, String grant) throws IOException {
        RegistryConfig read = RegistryConfig.parse(Optional.of(config), Map.of(), data());
        try (RegistryAccounts accounts = RegistryAccounts.open(read)) {
            accounts.add(name, false, PASSWORD, Optional.empty(), List.of(Grant.parse(grant)));
        }
    }

    private void login(String name) {
        byte[] pair = (name + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        login = Base64.getEncoder().encodeToString(pair);
    }

    @Test
    void notaryPublishesListsAndRotatesWithItsRightsAndNothingIsLostWhenTheRegistryIsKilled()
            throws IOException, InterruptedException {
        String auth = "cooper: {auth: {service: cellar, anonymous: ['registry.example/*:pull']}}\n";
        start(auth);
        user("ann", "registry.example/*:*");
        Path file = Files.writeString(scratch.resolve("file"), "file");
        assertNotEquals(0, notary("eve", "init", "-p", GUN).exit(), "nobody may publish");
        login("ann");
        notary("ann", "init", "-p", GUN).ok();
        notary("ann", "add", "-p", GUN, "one", file.toString()).ok();
        killAndStart(auth);
        assertTrue(notary("bob", "list", GUN).ok().out().contains("one"));
        notary("ann", "key", "rotate", GUN, "snapshot", "-r").ok();
        notary("ann", "key", "rotate", GUN, "timestamp", "-r").ok();
        notary("ann", "add", "-p", GUN, "two", file.toString()).ok();
        killAndStart(auth);
        login = "";
        String listed = notary("bob", "list", GUN).ok().out();
        assertTrue(listed.contains("one") && listed.contains("two"), listed);
        login("ann");
        notary("ann", "delete", GUN, "--remote").ok();
        assertNotEquals(0, notary("carol", "list", GUN).exit());
    }

    @Test
    void dockerTrustAddsSignersInspectsAndRevokes() throws IOException, InterruptedException {
        start("");
        docker("key", "generate", "alice");
        docker("signer", "add", "--key", "alice.pub", "alice", GUN);
        killAndStart("");
        String said = docker("inspect", GUN);
        assertTrue(said.contains("\"alice\""), said);
        String directory = "docker/trust";
        Path file = Files.writeString(scratch.resolve("file"), "file");
        String path = file.toString();
        notary(directory, "add", "-p", GUN, "1", path, "-r", "targets/releases").ok();
        assertTrue(docker("inspect", GUN + ":1").contains("\"SignedTag\": \"1\""));
        docker("revoke", "-y", GUN);
        assertFalse(docker("inspect", GUN).contains("SignedTag\": \"1\""));
        docker("signer", "remove", "-f", "alice", GUN);
        assertFalse(docker("inspect", GUN).contains("\"alice\""));
    }
}
