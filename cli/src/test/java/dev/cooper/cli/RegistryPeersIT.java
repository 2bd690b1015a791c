package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.DockerDaemon;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Podman;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What people push and pull with today, against Cooper's registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryPeersIT {
    /** {@code ann} with the password {@code secret}, as htpasswd -B writes it. */
    private static final String USERS =
            "ann:$2y$05$E3DT8Q61RDCBRhJrOOEiwebArSHU8kVLk53u4FIYpyorUDFa8r1uC\n";

    private ScratchDirectory scratch;
    private OwnRegistry registry;
    private OwnRegistry guarded;
    private String host;
    private Path image;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        scratch = ScratchDirectory.create("rp");
        registry = OwnRegistry.start(scratch.directory("registry"));
        host = registry.host();
        Path users = Files.writeString(scratch.resolve("users"), USERS);
        guarded =
                OwnRegistry.start(
                        scratch.directory("guarded"),
                        Map.of("REGISTRY_AUTH_HTPASSWD_PATH", users.toString()));
        image = BaseImage.archive(scratch.directory("image"));
    }

    @AfterAll
    void stop() throws IOException {
        registry.close();
        guarded.close();
        scratch.close();
    }

    private Processes.Result run(Path program, String... words)
            throws IOException, InterruptedException {
        return runWith("", program, words);
    }

    private Processes.Result runWith(String input, Path program, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.path().toFile());
        Path config = scratch.directory("config-" + program.getFileName());
        builder.environment().put("DOCKER_CONFIG", config.toString());
        Path logins = config.resolve("auth.json");
        if (!Files.exists(logins)) {
            Files.writeString(logins, "{}");
        }
        builder.environment().put("REGISTRY_AUTH_FILE", logins.toString());
        return Processes.run(
                builder,
                input.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Duration.ofMinutes(5));
    }

    private void copyIn(String repository) throws IOException, InterruptedException {
        run(
                        Peers.require("skopeo"),
                        "copy",
                        "--dest-tls-verify=false",
                        "docker-archive:" + image,
                        "docker://" + host + "/" + repository)
                .ok();
    }

    private String tags(String repository) throws IOException, InterruptedException {
        return run(
                        Peers.require("skopeo"),
                        "list-tags",
                        "--tls-verify=false",
                        "docker://" + host + "/" + repository)
                .ok()
                .out();
    }

    @Test
    void dockerPushesPullsAndWritesLists() throws IOException, InterruptedException {
        try (DockerDaemon docker = DockerDaemon.start(scratch.directory("d"))) {
            String one = host + "/docker/base:1";
            docker.load(image).ok();
            docker.run("tag", "localhost/base:1", one).ok();
            String pushed = docker.run("push", one).ok().out();
            assertTrue(pushed.contains("1: digest: sha256:"), pushed);
            docker.run("tag", one, host + "/docker/other:1").ok();
            assertTrue(
                    docker.run("push", host + "/docker/other:1")
                            .ok()
                            .out()
                            .contains("Mounted from docker/base"));
            docker.run("rmi", "-f", one, host + "/docker/other:1", "localhost/base:1").ok();
            assertTrue(docker.run("pull", one).ok().out().contains("Downloaded newer image"));
            assertTrue(docker.run("pull", one).ok().out().contains("Image is up to date"));
            String list = host + "/docker/base:list";
            docker.run("manifest", "create", "--insecure", list, one).ok();
            docker.run("manifest", "push", "--insecure", list).ok();
            assertTrue(
                    docker.run("manifest", "inspect", "--insecure", list)
                            .ok()
                            .out()
                            .contains("manifest.list.v2+json"));
        }
    }

    @Test
    void dockerLogsIn() throws IOException, InterruptedException {
        try (DockerDaemon docker = DockerDaemon.start(scratch.directory("e"))) {
            String one = guarded.host() + "/docker/base:1";
            docker.load(image).ok();
            docker.run("tag", "localhost/base:1", one).ok();
            String refused = docker.run("push", one).exits(1).err();
            assertTrue(refused.contains("no basic auth"), refused);
            String wrong =
                    docker.run("login", "-u", "ann", "-p", "wrong", guarded.host()).exits(1).err();
            assertTrue(wrong.contains("401 Unauthorized"), wrong);
            docker.run("login", "-u", "ann", "-p", "secret", guarded.host()).ok();
            docker.run("push", one).ok();
            docker.run("rmi", "-f", one, "localhost/base:1").ok();
            docker.run("pull", one).ok();
        }
    }

    @Test
    void podmanPushesPullsAndRuns() throws IOException, InterruptedException {
        Podman podman = new Podman(scratch.directory("p"));
        String name = host + "/podman/base:1";
        podman.run("load", "-q", "-i", image.toString()).ok();
        podman.run("push", "-q", "--tls-verify=false", "localhost/base:1", name).ok();
        podman.run("push", "-q", "--tls-verify=false", "--format", "oci", "localhost/base:1", name)
                .ok();
        podman.run("rmi", "-af").ok();
        podman.run("pull", "-q", "--tls-verify=false", name).ok();
        assertEquals("hello\n", podman.runImage(name, "echo", "hello").ok().out());
        podman.run("manifest", "create", "list").ok();
        podman.run("manifest", "add", "--tls-verify=false", "list", "docker://" + name).ok();
        String list = "docker://" + host + "/podman/list:1";
        podman.run("manifest", "push", "--all", "--tls-verify=false", "list", list).ok();
        assertTrue(tags("podman/list").contains("\"1\""));
    }

    @Test
    void buildahPushesWhatItBuilds() throws IOException, InterruptedException {
        Path buildah = Peers.require("buildah");
        List<String> own =
                List.of(
                        "--root", scratch.resolve("b/root").toString(),
                        "--runroot", scratch.resolve("b/run").toString(),
                        "--storage-driver", "vfs");
        String name = host + "/buildah/scratch:1";
        Files.writeString(scratch.resolve("Dockerfile.scratch"), "FROM scratch\nCOPY users /\n");
        List<List<String>> commands =
                List.of(
                        List.of("bud", "-q", "-t", "made", "-f", "Dockerfile.scratch", "."),
                        List.of("push", "-q", "--tls-verify=false", "made", "docker://" + name),
                        List.of("rmi", "-a", "-f"),
                        List.of("pull", "-q", "--tls-verify=false", name));
        for (List<String> command : commands) {
            List<String> words = new ArrayList<>(own);
            words.addAll(command);
            run(buildah, words.toArray(String[]::new)).ok();
        }
    }

    @Test
    void skopeoCopiesAllPlatformsAndDeletes() throws IOException, InterruptedException {
        Path skopeo = Peers.require("skopeo");
        copyIn("skopeo/base:1");
        String from = "docker://" + host + "/skopeo/base:1";
        run(
                        skopeo,
                        "copy",
                        "--all",
                        "--preserve-digests",
                        "--src-tls-verify=false",
                        "--dest-tls-verify=false",
                        from,
                        "docker://" + host + "/skopeo/copy:1")
                .ok();
        assertEquals(
                run(skopeo, "inspect", "--raw", "--tls-verify=false", from).ok().out(),
                run(
                                skopeo,
                                "inspect",
                                "--raw",
                                "--tls-verify=false",
                                "docker://" + host + "/skopeo/copy:1")
                        .ok()
                        .out());
        run(skopeo, "delete", "--tls-verify=false", "docker://" + host + "/skopeo/copy:1").ok();
        assertTrue(tags("skopeo/copy").contains("\"Tags\": []"), tags("skopeo/copy"));
        assertTrue(tags("skopeo/base").contains("\"1\""));
        String to = "docker://" + guarded.host() + "/skopeo/base:1";
        String[] push = {"copy", "--src-tls-verify=false", "--dest-tls-verify=false", from, to};
        assertTrue(run(skopeo, push).exits(1).err().contains("authentication required"));
        runWith(
                        "secret",
                        skopeo,
                        "login",
                        "--tls-verify=false",
                        "-u",
                        "ann",
                        "--password-stdin",
                        guarded.host())
                .ok();
        run(skopeo, push).ok();
    }

    @Test
    void oraAttachesAndDiscoversArtifacts() throws IOException, InterruptedException {
        Path oras = Peers.requireNewer("oras");
        String name = host + "/oras/notes:1";
        Files.writeString(scratch.resolve("note.txt"), "a note");
        Files.writeString(scratch.resolve("signature.txt"), "a signature");
        run(
                        oras,
                        "push",
                        "--plain-http",
                        name,
                        "--artifact-type",
                        "application/vnd.example.note",
                        "note.txt:text/plain")
                .ok();
        run(
                        oras,
                        "attach",
                        "--plain-http",
                        "--artifact-type",
                        "application/vnd.example.signature",
                        name,
                        "signature.txt")
                .ok();
        String copied = host + "/oras/copied:1";
        run(oras, "cp", "-r", "--from-plain-http", "--to-plain-http", name, copied).ok();
        for (String each : List.of(name, copied)) {
            String tree = run(oras, "discover", "--plain-http", each).ok().out();
            assertTrue(tree.contains("application/vnd.example.signature"), tree);
        }
        run(oras, "tag", "--plain-http", name, "two", "three").ok();
        assertEquals(
                List.of("1", "three", "two"),
                run(oras, "repo", "tags", "--plain-http", host + "/oras/notes")
                        .ok()
                        .out()
                        .lines()
                        .toList());
        run(oras, "pull", "--plain-http", "-o", "pulled", copied).ok();
        assertEquals("a note", Files.readString(scratch.resolve("pulled/note.txt")));
        run(oras, "manifest", "delete", "--plain-http", "-f", copied).ok();
        assertEquals(
                "", run(oras, "repo", "tags", "--plain-http", host + "/oras/copied").ok().out());
    }

    @Test
    void craneAppendsMutatesValidatesAndDeletes() throws IOException, InterruptedException {
        Path crane = Peers.requireNewer("crane");
        copyIn("crane/base:1");
        String name = host + "/crane/base:1";
        Path layer = scratch.resolve("layer.tar");
        Processes.run("tar", "cf", layer.toString(), "-C", scratch.path().toString(), "users").ok();
        run(crane, "append", "-b", name, "-f", layer.toString(), "-t", name + "a").ok();
        run(crane, "mutate", "--label", "a=b", name + "a", "-t", name + "b").ok();
        run(crane, "index", "append", "-m", name + "a", "-m", name + "b", "-t", name + "c").ok();
        run(crane, "validate", "--remote", name + "b").ok();
        run(crane, "copy", name + "c", host + "/crane/copy:c").ok();
        assertEquals(
                run(crane, "digest", name + "c").ok().out(),
                run(crane, "digest", host + "/crane/copy:c").ok().out());
        run(crane, "delete", name + "a").ok();
        assertEquals("1\n1b\n1c\n", run(crane, "ls", host + "/crane/base").ok().out());
        assertTrue(run(crane, "catalog", host).ok().out().contains("crane/copy"));
        runWith("secret", crane, "auth", "login", "-u", "ann", "--password-stdin", guarded.host())
                .ok();
        run(crane, "copy", name, guarded.host() + "/crane/base:1").ok();
    }
}
