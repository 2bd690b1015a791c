package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;
import dev.cooper.testkit.Skopeo;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One registries.conf, and the requests of skopeo, podman and Cooper by it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistriesConfIT {
    private static final String INSECURE =
            """
            [[registry]]
            location = "MAIN"
            insecure = true
            [[registry]]
            location = "MIRROR"
            insecure = true
            """;

    private ScratchDirectory scratch;
    private CountingRegistry main;
    private CountingRegistry mirror;
    private CommandLine cooper;
    private Path file;
    private String digest;

    @BeforeAll
    void start() throws IOException, GeneralSecurityException {
        scratch = ScratchDirectory.create("rc");
        main = CountingRegistry.startUntrusted(scratch.directory("main"));
        mirror = CountingRegistry.startUntrusted(scratch.directory("mirror"));
        file = scratch.resolve("registries.conf");
        cooper =
                new CommandLine(scratch.directory("home"))
                        .withEnvironment("HOME", scratch.path().toString())
                        .withEnvironment("CONTAINERS_REGISTRIES_CONF", file.toString());
        String here = main.host() + "/bar/shop:1";
        String both = main.host() + "/bar/both:1";
        String there = mirror.host() + "/m/both:1";
        cooper.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 1000, here, both, there);
        write(INSECURE);
        for (String name : List.of(here, both, there)) {
            assertEquals(0, cooper.run("push", "-q", name).code());
        }
        digest = cooper.run("digest", here).out().strip();
    }

    @AfterAll
    void stop() throws IOException {
        main.close();
        mirror.close();
        scratch.close();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text.replace("MAIN", main.host()).replace("MIRROR", mirror.host()));
    }

    private Processes.Result run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CONTAINERS_REGISTRIES_CONF", file.toString());
        builder.environment().put("HOME", scratch.path().toString());
        return Processes.run(builder, new byte[0], Duration.ofMinutes(2));
    }

    /** Which manifests are asked for where, each once, while something runs. */
    private List<String> asked(Run run) throws IOException, InterruptedException {
        int before = main.seen("/manifests/").size();
        int beforeMirror = mirror.seen("/manifests/").size();
        run.run();
        List<String> there = mirror.seen("/manifests/");
        List<String> here = main.seen("/manifests/");
        return java.util.stream.Stream.concat(
                        there.subList(beforeMirror, there.size()).stream().map("mirror "::concat),
                        here.subList(before, here.size()).stream().map("main "::concat))
                .map(line -> line.replace("HEAD", "GET"))
                .distinct()
                .toList();
    }

    private interface Run {
        void run() throws IOException, InterruptedException;
    }

    @ParameterizedTest
    @CsvSource({
        "example.test/foo/shop:1, , ",
        "example.test/foo/both:1, , ",
        "example.test/foo/shop@DIGEST, , ",
        "example.test/foo/both@DIGEST, , ",
        "example.test/foo/both:1, mirror-by-digest-only=true, ",
        "example.test/foo/both@DIGEST, mirror-by-digest-only=true, ",
        "example.test/foo/both:1, , pull-from-mirror='digest-only'",
        "x.wild.test/bar/shop:1, , ",
        "example.test/blocked/shop:1, , ",
    })
    void skopeoAndCooperAskTheSame(String name, String registryKey, String mirrorKey)
            throws IOException, InterruptedException {
        write(
                """
                [[registry]]
                prefix = "example.test/foo"
                location = "MAIN/bar"
                insecure = true
                %s
                [[registry.mirror]]
                location = "MIRROR/m"
                insecure = true
                %s
                [[registry]]
                prefix = "*.wild.test"
                location = "MAIN"
                insecure = true
                [[registry]]
                prefix = "example.test/blocked"
                location = "blocked.test"
                blocked = true
                """
                        .formatted(
                                registryKey == null ? "" : registryKey,
                                mirrorKey == null ? "" : mirrorKey));
        String full = name.replace("DIGEST", digest);
        boolean blocked = name.contains("blocked");
        List<String> peer =
                asked(() -> {
                    Processes.Result result = skopeo("inspect", "--raw", "docker://" + full);
                    assertEquals(blocked, result.exit() != 0, result.err());
                });
        List<String> own =
                asked(() -> {
                    CommandLine.Result result = cooper.run("manifest", "inspect", full);
                    assertEquals(blocked, result.code() != 0, result.err());
                });
        // Cooper looks a tag up before it reads the manifest, by digest
        List<String> compared =
                name.contains("@")
                        ? own
                        : own.stream().filter(line -> !line.contains("/sha256:")).toList();
        assertEquals(peer, compared);
        assertEquals(blocked, own.isEmpty());
    }

    private Processes.Result skopeo(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--registries-conf", file.toString()));
        all.addAll(List.of(words));
        return Skopeo.run(scratch.path(), all);
    }

    @Test
    void pushesGoWhereTheNameSays() throws IOException, InterruptedException {
        write(INSECURE + "[[registry]]\nprefix='MAIN/bar'\nlocation='MIRROR/m'\ninsecure=true\n");
        String archive = scratch.resolve("pushed.tar").toString();
        assertEquals(0, cooper.run("save", "-o", archive, main.host() + "/bar/shop:1").code());
        String to = main.host() + "/bar/pushed:1";
        List<String> peer =
                asked(() -> skopeo("copy", "docker-archive:" + archive, "docker://" + to).ok());
        assertEquals(List.of("main PUT /v2/bar/pushed/manifests/1"), peer);
        List<String> own =
                asked(() -> {
                    assertEquals(0, cooper.run("tag", main.host() + "/bar/shop:1", to).code());
                    CommandLine.Result pushed = cooper.run("push", to);
                    assertEquals(0, pushed.code(), pushed.err());
                });
        assertFalse(own.stream().anyMatch(line -> line.startsWith("mirror")), own.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "[aliases]~shop='MAIN/bar/shop', shop:1",
        "unqualified-search-registries=['MIRROR']~[aliases]~'team/x'='MAIN/bar/shop', team/x:1",
        "unqualified-search-registries=['MIRROR'~'MAIN'], bar/shop:1",
        "unqualified-search-registries=['MAIN'], bar/shop:1",
    })
    void podmanAndCooperMeanTheSameByAShortName(String text, String name)
            throws IOException, InterruptedException {
        write(text.replace("'~'", "','").replace('~', '\n') + '\n' + INSECURE);
        String podman = Peers.require("podman").toString();
        String root = scratch.directory("podman").toString();
        List<String> peer =
                asked(() ->
                        run(
                                podman,
                                "--root",
                                root + "/root",
                                "--runroot",
                                root + "/run",
                                "--tmpdir",
                                root + "/tmp",
                                "--storage-driver",
                                "vfs",
                                "pull",
                                "-q",
                                name)); // which cannot unpack the image, after it has asked
        List<String> own =
                asked(() -> {
                    CommandLine.Result pulled = cooper.run("pull", "-q", name);
                    assertEquals(0, pulled.code(), pulled.err());
                });
        assertEquals(hosts(peer), hosts(own));
    }

    @Test
    void fromLooksShortNamesUpWhenTheStoreLacksThem() throws IOException, InterruptedException {
        write(INSECURE + "[aliases]\nbase = 'MAIN/bar/shop'\n");
        Path context = scratch.directory("context");
        Files.writeString(context.resolve("Dockerfile"), "FROM base:1\nLABEL x=y\n");
        CooperCommand builder =
                CooperCommand.at(scratch.resolve("home2"))
                        .with("HOME", scratch.path().toString())
                        .with("CONTAINERS_REGISTRIES_CONF", file.toString());
        List<String> own = asked(() -> builder.run("build", "-t", "made", context.toString()).ok());
        assertEquals(List.of("main GET /v2/bar/shop/manifests/1"), hosts(own));
        Files.writeString(context.resolve("Dockerfile"), "FROM made\nLABEL x=z\n");
        assertEquals(List.of(), asked(() -> builder.run("build", context.toString()).ok()));
    }

    private static List<String> hosts(List<String> lines) {
        return lines.stream().filter(line -> line.endsWith("/manifests/1")).toList();
    }
}
