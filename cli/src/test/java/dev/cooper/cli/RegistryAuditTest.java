package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Json;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What commands that change a registry leave in its audit log. */
class RegistryAuditTest {
    @TempDir Path directory;
    private CommandLine cooper;

    @BeforeEach
    void prepare() {
        cooper = new CommandLine(directory.resolve("home"));
    }

    private String config(Path audit) throws IOException {
        Path file = directory.resolve("config.yml");
        Files.writeString(
                file,
                "{storage: {filesystem: {rootdirectory: "
                        + directory.resolve("data")
                        + "}}, cooper: {auth: {}, audit: {path: "
                        + audit
                        + "}}}");
        return file.toString();
    }

    private static List<String> lines(Path audit, String... members) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(audit)) {
            Map<?, ?> parsed = (Map<?, ?>) Json.parse(line);
            List<String> values = new ArrayList<>();
            for (String member : members) {
                values.add(String.valueOf(parsed.get(member)));
            }
            lines.add(String.join(" ", values));
        }
        return lines;
    }

    private void ok(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err());
    }

    @Test
    void everyChangeSaysWhoMadeItAndToWhat() throws IOException {
        Path audit = directory.resolve("audit");
        String config = config(audit);
        cooper.withInput("correct horse\n".getBytes(StandardCharsets.UTF_8));
        ok("registry", "user", "add", "ann", "--password-stdin", "--config", config);
        ok("registry", "grant", "--config", config, "ann", "team/*:pull", "public:pull");
        ok("registry", "revoke", "--config", config, "ann", "public");
        ok("registry", "user", "passwd", "ann", "--password-stdin", "--config", config);
        ok("registry", "robot", "add", "ci", "--allow", "**:pull", "--config", config);
        ok("registry", "user", "rm", "ann", "--config", config);
        ok("registry", "rotate-key", "--config", config);
        ok("registry", "gc", config);
        ok("registry", "fsck", "--repair", config);
        String us = System.getProperty("user.name");
        assertEquals(
                List.of(
                        us + " add-user done ann ",
                        us + " grant done ann team/*:pull",
                        us + " grant done ann public:pull",
                        us + " revoke done ann public",
                        us + " change-password done ann null",
                        us + " add-robot done ci **:pull",
                        us + " remove-user done ann null",
                        us + " rotate-key done null null",
                        us + " collect-garbage done null null",
                        us + " repair done null null"),
                lines(audit, "os_user", "action", "outcome", "account", "rights"));
        assertFalse(Files.readString(audit).contains("correct horse"));
    }

    @Test
    void lookingLeavesNothing() throws IOException {
        Path audit = directory.resolve("audit");
        String config = config(audit);
        cooper.run("registry", "user", "ls", "--config", config);
        cooper.run("registry", "gc", "--dry-run", config);
        cooper.run("registry", "fsck", config);
        assertFalse(Files.exists(audit));
    }

    @Test
    void nothingIsChangedThatCannotBeWrittenDown() throws IOException {
        Path audit = directory.resolve("missing/audit");
        String config = config(audit);
        CommandLine.Result result =
                cooper.run("registry", "robot", "add", "ci", "--config", config);
        assertEquals(1, result.code());
        assertTrue(
                result.err().contains("the audit log " + audit + " cannot be written, so nothing"),
                result.err());
        assertEquals(
                "NAME      EXPIRES   RIGHTS\n",
                cooper.run("registry", "robot", "ls", "--config", config).out());
    }
}
