package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class RegistryAccountCommandsTest {
    @TempDir Path directory;
    private CommandLine cooper;
    private String config;

    @BeforeEach
    void configure() throws IOException {
        cooper = new CommandLine(directory.resolve("home"));
        config = directory.resolve("config.yml").toString();
        Files.writeString(
                Path.of(config),
                "{storage: {filesystem: {rootdirectory: "
                        + directory.resolve("data")
                        + "}}, cooper: {auth: {}}}");
    }

    private String ok(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err());
        return result.out();
    }

    private String fails(int code, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(code, result.code(), result.out());
        return result.err();
    }

    @Test
    void usersAreAddedGivenRightsAndRemoved() {
        cooper.withInput("correct horse\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "",
                ok(
                        "registry",
                        "user",
                        "add",
                        "ann",
                        "--password-stdin",
                        "--config",
                        config,
                        "--allow",
                        "team/*:pull,push"));
        ok("registry", "grant", "--config", config, "ann", "team/*:delete", "public:pull");
        assertEquals(
                "NAME      RIGHTS\nann       public:pull team/*:pull,push,delete\n",
                ok("registry", "user", "ls", "--config", config));
        ok("registry", "revoke", "--config", config, "ann", "public");
        assertEquals(
                "{\"name\":\"ann\",\"rights\":[\"team/*:pull,push,delete\"]}\n",
                ok("registry", "user", "ls", "--format", "json", "--config", config));
        ok("registry", "user", "passwd", "ann", "--password-stdin", "--config", config);
        assertTrue(
                fails(1, "registry", "robot", "rm", "ann", "--config", config)
                        .contains("ann is a user; use cooper registry user rm"));
        assertEquals("ann\n", ok("registry", "user", "rm", "ann", "--config", config));
        assertTrue(
                fails(1, "registry", "user", "rm", "ann", "--config", config)
                        .contains("there is no user or robot ann"));
    }

    @Test
    void aRobotsPasswordIsMadeAndPrintedOnce() {
        String password =
                ok(
                        "registry",
                        "robot",
                        "add",
                        "ci",
                        "--expires",
                        "30d",
                        "--allow",
                        "team/*:pull,push",
                        "--config",
                        config);
        assertEquals(41, password.length());
        String list = ok("registry", "robot", "ls", "--config", config);
        assertTrue(list.contains("team/*:pull,push") && !list.contains(password.strip()), list);
        assertTrue(
                fails(1, "registry", "robot", "add", "ci", "--config", config)
                        .contains("there is an account ci already"));
    }

    @Test
    void whatCannotBeIsRefusedInASentence() {
        assertTrue(
                fails(1, "registry", "user", "add", "ann", "--config", config)
                        .contains("give --password-stdin or --generate"));
        cooper.withInput("short".getBytes(StandardCharsets.UTF_8));
        assertTrue(
                fails(1, "registry", "user", "add", "a", "--password-stdin", "--config", config)
                        .contains("at least 8 characters"));
        assertTrue(
                fails(1, "registry", "user", "add", "a:b", "--generate", "--config", config)
                        .contains("is no name for an account"));
        assertTrue(
                fails(2, "registry", "robot", "add", "a", "--expires", "soon")
                        .contains("want 12h, 30d or never"));
        assertTrue(
                fails(1, "registry", "grant", "a", "team:read", "--config", config)
                        .contains("is no right"));
        assertTrue(
                fails(2, "registry", "user", "ad")
                        .contains("unknown command \"registry user ad\""));
    }

    @Test
    void accountsThatNobodyAsksForAreToldSo() {
        CommandLine.Result result = cooper.run("registry", "user", "add", "ann", "--generate");
        assertEquals(0, result.code(), result.err());
        assertTrue(result.err().contains("no cooper.auth in the configuration"), result.err());
        assertTrue(result.err().contains("ann may do nothing yet"), result.err());
    }
}
