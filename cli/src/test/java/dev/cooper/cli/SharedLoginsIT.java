package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who logs in with docker, skopeo or podman is logged in with Cooper, and the other way round. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedLoginsIT {
    /** {@code ann} with the password {@code secret}, as htpasswd -B writes it. */
    private static final String USERS =
            "ann:$2y$05$E3DT8Q61RDCBRhJrOOEiwebArSHU8kVLk53u4FIYpyorUDFa8r1uC\n";

    private static final byte[] PASSWORD = "secret".getBytes(StandardCharsets.UTF_8);

    private ScratchDirectory scratch;
    private OwnRegistry registry;
    private String host;
    private String name;
    private Path image;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        scratch = ScratchDirectory.create("sl");
        Path users = Files.writeString(scratch.resolve("users"), USERS);
        registry =
                OwnRegistry.start(
                        scratch.directory("registry"),
                        Map.of("REGISTRY_AUTH_HTPASSWD_PATH", users.toString()));
        host = registry.host();
        name = host + "/team/base:1";
        image = BaseImage.archive(scratch.directory("image"));
        CommandLine cooper = cooper(Map.of("DOCKER_CONFIG", scratch.resolve("first").toString()));
        login(cooper);
        assertEquals(0, cooper.run("copy", "docker-archive:" + image, name).code());
    }

    @AfterAll
    void stop() throws IOException {
        registry.close();
        scratch.close();
    }

    private CommandLine cooper(Map<String, String> environment) {
        CommandLine cooper = new CommandLine(scratch.resolve("store")).withInput(PASSWORD);
        cooper.withEnvironment("HOME", scratch.path().toString());
        environment.forEach(cooper::withEnvironment);
        return cooper;
    }

    private void login(CommandLine cooper) {
        CommandLine.Result result = cooper.run("login", "-u", "ann", "--password-stdin", host);
        assertEquals("Login Succeeded\n", result.out(), result.err());
    }

    private void refused(CommandLine cooper) {
        CommandLine.Result result = cooper.run("pull", name);
        assertEquals(1, result.code());
        assertTrue(result.err().contains("401"), result.err());
    }

    private void pulls(CommandLine cooper) {
        CommandLine.Result result = cooper.run("pull", name);
        assertEquals(0, result.code(), result.err());
    }

    private Processes.Result skopeo(Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Peers.require("skopeo").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", scratch.path().toString());
        builder.environment().putAll(environment);
        return Processes.run(builder, PASSWORD, Duration.ofMinutes(2));
    }

    private Processes.Result inspect(Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("inspect", "--raw", "--tls-verify=false", "docker://" + name));
        return skopeo(environment, words.toArray(String[]::new));
    }

    @Test
    void withDocker() throws IOException, InterruptedException {
        Path directory = scratch.directory("d");
        CommandLine cooper =
                cooper(Map.of("DOCKER_CONFIG", directory.resolve("config").toString()));
        try (DockerDaemon docker = DockerDaemon.start(directory)) {
            refused(cooper);
            docker.run("login", "-u", "ann", "-p", "secret", host).ok();
            pulls(cooper);
            docker.run("logout", host).ok();
            refused(cooper);
            login(cooper);
            docker.run("pull", name).ok();
            assertEquals(0, cooper.run("logout", host).code());
            docker.run("pull", name).exits(1);
        }
    }

    @Test
    void withSkopeoAndPodmanInTheDirectoryOfTheSession() throws IOException, InterruptedException {
        Map<String, String> session =
                Map.of("XDG_RUNTIME_DIR", scratch.directory("session").toString());
        shared(session, cooper(session));
        Map<String, String> file =
                Map.of("REGISTRY_AUTH_FILE", scratch.resolve("auth.json").toString());
        Files.writeString(scratch.resolve("auth.json"), "{}");
        CommandLine cooper = cooper(file);
        shared(file, cooper);
        login(cooper);
        inspect(file).ok();
        assertEquals(0, cooper.run("logout", host).code());
        inspect(file).exits(1);
    }

    /** What skopeo knows Cooper knows. */
    private void shared(Map<String, String> environment, CommandLine cooper)
            throws IOException, InterruptedException {
        refused(cooper);
        String[] login = {"login", "--tls-verify=false", "-u", "ann", "--password-stdin", host};
        skopeo(environment, login).ok();
        pulls(cooper);
        skopeo(environment, "logout", host).ok();
        refused(cooper);
    }

    @Test
    void withAHelperThatRegistriesConfNames() throws IOException, InterruptedException {
        Path bin = scratch.directory("bin");
        Path kept = scratch.resolve("kept");
        Path helper =
                Files.writeString(
                        bin.resolve("docker-credential-shared"),
                        """
                        #!/bin/sh
                        case $1 in
                        store) cat >%1$s ;;
                        get) cat %1$s 2>/dev/null ||
                             { echo credentials not found in native keychain; exit 1; } ;;
                        erase) rm -f %1$s ;;
                        list) echo {} ;;
                        esac
                        """
                                .formatted(kept));
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path conf = scratch.resolve("helpers.conf");
        Files.writeString(conf, "credential-helpers = ['shared']\n");
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", bin + ":/usr/bin:/bin");
        environment.put("CONTAINERS_REGISTRIES_CONF", conf.toString());
        CommandLine cooper = cooper(environment);
        refused(cooper);
        login(cooper);
        assertTrue(Files.readString(kept).contains("\"Secret\""), Files.readString(kept));
        inspect(environment, "--registries-conf", conf.toString()).ok();
        assertEquals(0, cooper.run("logout", host).code());
        assertFalse(Files.exists(kept));
        skopeo(
                        environment,
                        "--registries-conf",
                        conf.toString(),
                        "login",
                        "--tls-verify=false",
                        "-u",
                        "ann",
                        "--password-stdin",
                        host)
                .ok();
        pulls(cooper);
    }
}
