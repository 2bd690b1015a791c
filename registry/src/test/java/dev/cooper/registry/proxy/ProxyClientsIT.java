package dev.cooper.registry.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.registry.TestRegistry;
import dev.cooper.testkit.Buildah;
import dev.cooper.testkit.Containerd;
import dev.cooper.testkit.DebianRegistry;
import dev.cooper.testkit.DockerDaemon;
import dev.cooper.testkit.Podman;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;
import dev.cooper.testkit.Skopeo;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        URI address = URI.create("http://" + upstream.host() + "/");
        cache =
                TestProxies.of(
                        scratch.directory("cache"),
                        TestProxies.upstream("hub", address, Duration.ZERO, "hub.example.org"),
                        TestProxies.upstream("", address, Duration.ZERO, "docker.io"));
        // skopeo begins with TLS, for whose failure the double takes ten seconds
        try (UpstreamDouble source = new UpstreamDouble();
                TestRegistry front =
                        TestProxies.under("x", source, scratch.directory("x"), Duration.ZERO)) {
            source.image("team/app", "1", new byte[20_480]); // an empty tar
            for (String repository : List.of("team/app", "library/app")) {
                skopeo(
                        "copy",
                        "--src-tls-verify=false",
                        "--dest-tls-verify=false",
                        "docker://" + front.uri("/").getAuthority() + "/x/team/app:1",
                        "docker://" + upstream.host() + "/" + repository + ":1");
            }
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
        return Skopeo.run(scratch.path(), List.of(words)).ok();
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

    /** A registries.conf in which nothing but the cache can be reached. */
    private Path mirrored() throws IOException {
        return Files.writeString(
                scratch.resolve("registries.conf"),
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
    }

    private void assertTheCacheWasAsked() {
        assertTrue(cache.proxy().counts().blobs().pulledBytes() > 0);
    }

    @Test
    void podmanPullsFromTheMirrorOfItsConfiguration() throws IOException, InterruptedException {
        Podman podman = new Podman(scratch.directory("podman"));
        podman.run("--registries-conf", mirrored().toString(), "pull", "hub.example.org/team/app:1")
                .ok();
        String names = podman.run("images", "--format", "{{.Repository}}").ok().out();
        assertTrue(names.contains("hub.example.org/team/app"), names);
        assertTheCacheWasAsked();
    }

    @Test
    void buildahPullsFromTheMirrorOfItsConfiguration() throws IOException, InterruptedException {
        Buildah buildah = new Buildah(scratch.directory("buildah"));
        buildah.run(
                        "--registries-conf",
                        mirrored().toString(),
                        "pull",
                        "-q",
                        "hub.example.org/team/app:1")
                .ok();
        assertTrue(buildah.run("images").ok().out().contains("hub.example.org/team/app"));
        assertTheCacheWasAsked();
    }

    @Test
    void skopeoCopiesFromTheMirrorOfItsConfiguration() throws IOException, InterruptedException {
        skopeo(
                "--registries-conf",
                mirrored().toString(),
                "copy",
                "docker://hub.example.org/team/app:1",
                "oci:mirrored:1");
        assertTheCacheWasAsked();
    }

    @Test
    void dockerPullsFromTheMirrorOfItsDaemon() throws IOException, InterruptedException {
        String configuration = "{\"registry-mirrors\": [\"http://%s\"]}".formatted(host());
        try (DockerDaemon docker = DockerDaemon.start(scratch.directory("d"), configuration)) {
            docker.run("pull", "app:1").ok();
            String names = docker.run("images", "--format", "{{.Repository}}").ok().out();
            assertEquals("app\n", names);
        }
        assertTheCacheWasAsked();
    }

    @Test
    void containerdPullsFromTheMirrorOfAllHosts() throws IOException, InterruptedException {
        Path hosts = scratch.directory("hosts");
        Files.writeString(
                scratch.directory("hosts/_default").resolve("hosts.toml"),
                """
                [host."http://%s"]
                  capabilities = ["pull", "resolve"]
                """
                        .formatted(host()));
        try (Containerd containerd = Containerd.start(scratch.directory("c"))) {
            String name = "hub.example.org/team/app:1";
            containerd
                    .run(
                            "images",
                            "pull",
                            "--hosts-dir",
                            hosts.toString(),
                            "--platform",
                            "linux/amd64",
                            "--snapshotter",
                            "native",
                            name)
                    .ok();
            assertEquals(name + "\n", containerd.run("images", "ls", "-q").ok().out());
        }
        assertTheCacheWasAsked();
    }
}
