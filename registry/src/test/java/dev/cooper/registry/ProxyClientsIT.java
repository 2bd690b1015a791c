package dev.cooper.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.DebianRegistry;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Podman;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Debian's clients pull through a cache of Debian's registry. */
class ProxyClientsIT {
    private ScratchDirectory scratch;
    private DebianRegistry upstream;
    private TestRegistry cache;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        scratch = ScratchDirectory.create("pc");
        upstream = DebianRegistry.start(scratch.directory("upstream"));
        cache =
                TestProxies.of(
                        scratch.directory("cache"),
                        TestProxies.upstream(
                                "hub",
                                URI.create("http://" + upstream.host() + "/"),
                                Duration.ZERO,
                                "hub.example.org"));
        try (UpstreamDouble source = new UpstreamDouble()) {
            source.image("team/app", "1", new byte[20_480]); // an empty tar
            skopeo(
                    "copy",
                    "--src-tls-verify=false",
                    "--dest-tls-verify=false",
                    "docker://" + source.host() + "/team/app:1",
                    "docker://" + upstream.host() + "/team/app:1");
        }
    }

    @AfterEach
    void stop() throws IOException {
        cache.close();
        upstream.close();
        scratch.close();
    }

    private String host() {
        return cache.uri("/").getAuthority();
    }

    private Processes.Result skopeo(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Peers.require("skopeo").toString()));
        command.addAll(List.of(words));
        return Processes.run(
                        new ProcessBuilder(command).directory(scratch.path().toFile()),
                        new byte[0],
                        Duration.ofMinutes(2))
                .ok();
    }

    @Test
    void skopeoPullsThroughAndStillCanWhenTheRegistryIsDead()
            throws IOException, InterruptedException {
        String image = "docker://" + host() + "/hub/team/app:1";
        String there =
                skopeo(
                                "inspect",
                                "--raw",
                                "--tls-verify=false",
                                "docker://" + upstream.host() + "/team/app:1")
                        .out();
        skopeo("copy", "--src-tls-verify=false", image, "oci:one:1");
        upstream.close();
        skopeo("copy", "--src-tls-verify=false", image, "oci:two:1");
        assertEquals(there, skopeo("inspect", "--raw", "oci:two:1").out());
    }

    @Test
    void podmanPullsFromTheMirrorOfItsConfiguration() throws IOException, InterruptedException {
        Path registries = scratch.resolve("registries.conf");
        Files.writeString(
                registries,
                """
                [[registry]]
                prefix = "hub.example.org"
                location = "hub.example.org"
                [[registry.mirror]]
                location = "%s/hub"
                insecure = true
                """
                        .formatted(host()),
                StandardCharsets.UTF_8);
        Podman podman = new Podman(scratch.directory("podman"));
        podman.run("--registries-conf", registries.toString(), "pull", "hub.example.org/team/app:1")
                .ok();
        String names = podman.run("images", "--format", "{{.Repository}}").ok().out();
        assertTrue(names.contains("hub.example.org/team/app"), names);
        assertTrue(cache.proxy().counts().blobs().pulledBytes() > 0);
    }
}
