package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.DockerDaemon;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What people log in with today, against the tokens that Cooper's registry makes itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryTokensIT {
    private static final String PASSWORD = "correct horse battery";

    private ScratchDirectory scratch;
    private OwnRegistry registry;
    private CommandLine cooper;
    private String host;
    private Path image;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        scratch = ScratchDirectory.create("rt");
        cooper = new CommandLine(scratch.resolve("home"));
        Map<String, String> variables = Map.of("REGISTRY_COOPER_AUTH_ANONYMOUS", "public/*:pull");
        registry = OwnRegistry.start(scratch.resolve("home").resolve("registry"), variables);
        host = registry.host();
        image = BaseImage.archive(scratch.directory("image"));
        cooper.withInput(PASSWORD.getBytes(StandardCharsets.UTF_8));
        ok(
                "registry",
                "user",
                "add",
                "ann",
                "--password-stdin",
                "--allow",
                "team/*:*",
                "--allow",
                "public/*:pull,push");
    }

    @AfterAll
    void stop() throws IOException {
        registry.close();
        scratch.close();
    }

    private String ok(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err());
        return result.out();
    }

    private Processes.Result run(Path program, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.path().toFile());
        Path logins = scratch.resolve(program.getFileName() + ".json");
        if (!Files.exists(logins)) {
            Files.writeString(logins, "{}");
        }
        builder.environment().put("REGISTRY_AUTH_FILE", logins.toString());
        return Processes.run(
                builder, PASSWORD.getBytes(StandardCharsets.UTF_8), Duration.ofMinutes(5));
    }

    private Processes.Result logIn(Path program, String user)
            throws IOException, InterruptedException {
        return run(program, "login", "--tls-verify=false", "-u", user, "--password-stdin", host);
    }

    private String docker(String name) {
        return "docker://" + host + "/" + name;
    }

    @Test
    void skopeoLogsInAndReachesWhatItMay() throws IOException, InterruptedException {
        Path skopeo = Peers.require("skopeo");
        String archive = "docker-archive:" + image;
        String[] push = {"copy", "--dest-tls-verify=false", archive, docker("team/skopeo:1")};
        String refused = run(skopeo, push).exits(1).err();
        assertTrue(refused.contains("authentication required"), refused);
        String wrong = logIn(skopeo, "eve").exits(1).err();
        assertTrue(wrong.contains("invalid username/password"), wrong);
        logIn(skopeo, "ann").ok();
        run(skopeo, push).ok();
        String[] other = {"copy", "--dest-tls-verify=false", archive, docker("other/skopeo:1")};
        String denied = run(skopeo, other).exits(1).err();
        assertTrue(denied.contains("403 (Forbidden)"), denied);
        run(skopeo, "copy", "--dest-tls-verify=false", archive, docker("public/skopeo:1")).ok();
        run(skopeo, "logout", host).ok();
        run(skopeo, "inspect", "--tls-verify=false", docker("public/skopeo:1")).ok();
        run(skopeo, "inspect", "--tls-verify=false", docker("team/skopeo:1")).exits(1);
    }

    @Test
    void podmanLogsIn() throws IOException, InterruptedException {
        Path podman = Peers.require("podman");
        logIn(podman, "eve").exits(125);
        assertTrue(logIn(podman, "ann").ok().out().contains("Login Succeeded"));
    }

    @Test
    void dockerLogsInPushesMountsAndPulls() throws IOException, InterruptedException {
        try (DockerDaemon docker = DockerDaemon.start(scratch.directory("d"))) {
            docker.load(image).ok();
            String one = host + "/team/docker:1";
            String two = host + "/team/second:1";
            docker.run("tag", "localhost/base:1", one).ok();
            docker.run("tag", "localhost/base:1", two).ok();
            docker.run("push", one).exits(1);
            docker.run("login", "-u", "ann", "-p", "wrong-one", host).exits(1);
            docker.run("login", "-u", "ann", "-p", PASSWORD, host).ok();
            docker.run("push", one).ok();
            String mounted = docker.run("push", two).ok().out();
            assertTrue(mounted.contains("Mounted from team/docker"), mounted);
            docker.run("rmi", "-f", one, two, "localhost/base:1").ok();
            docker.run("pull", one).ok();
            docker.run("tag", one, host + "/other/docker:1").ok();
            String denied = docker.run("push", host + "/other/docker:1").exits(1).err();
            assertTrue(denied.contains("denied: ann may not"), denied);
        }
    }

    @Test
    void cooperLogsInPushesPullsAndDeletes() throws IOException {
        CommandLine other = new CommandLine(scratch.resolve("client"));
        other.image("2024-01-02T03:04:05Z", Map.of(), 1_000, host + "/team/cooper:1");
        Path config = scratch.directory("cooper-config");
        other.withEnvironment("DOCKER_CONFIG", config.toString());
        assertEquals(1, other.run("push", host + "/team/cooper:1").code());
        other.withInput(PASSWORD.getBytes(StandardCharsets.UTF_8));
        CommandLine.Result login = other.run("login", "-u", "ann", "--password-stdin", host);
        assertEquals(0, login.code(), login.err());
        for (String[] words :
                new String[][] {
                    {"push", host + "/team/cooper:1"},
                    {"pull", host + "/team/cooper:1"},
                    {"tags", host + "/team/cooper"},
                    {"catalog", host},
                    {"delete", host + "/team/cooper:1"}
                }) {
            CommandLine.Result result = other.run(words);
            assertEquals(0, result.code(), String.join(" ", words) + ": " + result.err());
        }
        CommandLine.Result denied = other.run("tags", host + "/other/cooper");
        assertEquals(1, denied.code());
        assertTrue(denied.err().contains("ann may not pull in other/cooper"), denied.err());
    }
}
