package dev.cooper.trust.notary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.NotaryServer;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;
import dev.cooper.transfer.Service;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Repositories of trust beside Debian's notary and notary-server, and docker's trust. */
class NotaryPeersIT {
    private static final String GUN = "registry.example/shop";
    private static final String PASSWORD = "correct horse";

    private ScratchDirectory scratch;
    private NotaryServer server;
    private Service service;
    private Path trust;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Peers.require("notary");
        scratch = ScratchDirectory.create("notary");
        server = NotaryServer.start(scratch.directory("server"));
        trust = scratch.directory("docker").resolve("trust");
        service =
                Service.at(
                        server.address(),
                        "registry.example",
                        Optional.empty(),
                        Optional.of(server.authority()),
                        Map.of("HOME", scratch.path().toString()));
        Path authority =
                Files.createDirectories(
                        scratch.resolve("docker")
                                .resolve("tls")
                                .resolve(server.address().getAuthority()));
        Files.copy(server.authority(), authority.resolve("ca.crt"));
    }

    @AfterEach
    void stop() throws IOException {
        if (service != null) {
            service.close();
        }
        if (server != null) {
            server.close();
        }
        if (scratch != null) {
            scratch.close();
        }
    }

    private TrustRepository cooper() {
        TrustDirectory directory = new TrustDirectory(trust);
        return new TrustRepository(
                GUN,
                directory,
                new HttpTrustServer(service, GUN),
                directory.keys((role, gun, id, isNew) -> PASSWORD),
                Pinning.NONE,
                Instant.now());
    }

    private String notary(Path directory, String... words)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Peers.require("notary").toString(),
                                "-s",
                                server.address().toString(),
                                "--tlscacert",
                                server.authority().toString(),
                                "-d",
                                directory.toString()));
        command.addAll(List.of(words));
        return run(command);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.path().toFile());
        Map<String, String> environment = builder.environment();
        for (String role : List.of("ROOT", "TARGETS", "SNAPSHOT", "DELEGATION")) {
            environment.put("NOTARY_" + role + "_PASSPHRASE", PASSWORD);
        }
        environment.put("DOCKER_CONFIG", scratch.resolve("docker").toString());
        environment.put("DOCKER_CONTENT_TRUST_SERVER", server.address().toString());
        environment.put("DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE", PASSWORD);
        environment.put("DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE", PASSWORD);
        return Processes.run(builder, new byte[0], Duration.ofMinutes(1)).ok().out();
    }

    private static FileMeta meta(String content) {
        return FileMeta.of(content.getBytes(StandardCharsets.UTF_8));
    }

    private void sign(String name, String role) throws IOException {
        cooper().publish(List.of(Change.add(role, name, meta(name))));
    }

    @Test
    void notaryReadsAndChangesWhatCooperHasMadeAndTheOtherWayRound()
            throws IOException, InterruptedException {
        cooper().initialize(Optional.empty(), false);
        cooper().publish();
        sign("first", Roles.TARGETS);
        assertTrue(notary(scratch.resolve("fresh"), "list", GUN).contains(meta("first").hex()));
        Path file = Files.writeString(scratch.resolve("second"), "second");
        notary(trust, "add", "-p", GUN, "second", file.toString());
        assertEquals(meta("second"), cooper().update().find("second").orElseThrow().meta());
        cooper().rotate(Roles.SNAPSHOT, true, List.of());
        cooper().rotate(Roles.ROOT, false, List.of());
        cooper().rotate(Roles.TARGETS, false, List.of());
        sign("third", Roles.TARGETS);
        for (Path directory : List.of(trust, scratch.resolve("fresh"))) {
            String listed = notary(directory, "list", GUN);
            assertTrue(listed.contains("second") && listed.contains("third"), listed);
        }
        notary(trust, "key", "rotate", GUN, "timestamp", "-r");
        notary(trust, "remove", "-p", GUN, "first");
        assertEquals(
                List.of("second", "third"),
                cooper().update().list().stream().map(Collection.Signed::name).toList());
    }

    @Test
    void cooperSignsForADelegationThatDockerHasMadeAndDockerSaysWho()
            throws IOException, InterruptedException {
        String docker = Peers.require("docker").toString();
        run(List.of(docker, "trust", "key", "generate", "alice"));
        run(List.of(docker, "trust", "signer", "add", "--key", "alice.pub", "alice", GUN));
        cooper().publish(
                        List.of(
                                Change.add("targets/alice", "1", meta("1")),
                                Change.add(Roles.RELEASES, "1", meta("1"))));
        String said = run(List.of(docker, "trust", "inspect", GUN + ":1"));
        assertTrue(said.contains(meta("1").hex()), said);
        assertTrue(said.contains("\"alice\""), said);
        run(List.of(docker, "trust", "revoke", GUN + ":1"));
        assertTrue(cooper().update().released("1").isEmpty());
    }
}
