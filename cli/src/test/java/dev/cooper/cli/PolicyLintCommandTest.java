package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class PolicyLintCommandTest {
    @TempDir Path directory;

    private String run(int code, String... words) {
        CommandLine.Result result = new CommandLine(directory.resolve("home")).run(words);
        assertEquals(code, result.code(), result.err() + result.out());
        return result.out() + result.err();
    }

    @Test
    void everyFindingSaysWhereItIsAndWhatToDo() throws IOException {
        Path file = directory.resolve("a.yaml");
        Files.writeString(
                file,
                "rules:\n- name: a\n  action: warn\n  signatures:\n  - keyless: {issuer: i}\n");
        String text = run(1, "policy", "lint", file.toString());
        assertTrue(text.startsWith(file + ":3:11: warning audit-only: rules[0].action: "), text);
        assertTrue(text.contains(file + ":5:14: error anybody: "), text);
        assertTrue(text.contains("; name the subject\n1 file: 1 error, 1 warning\n"), text);
        String errors = run(1, "policy", "lint", "--severity", "error", directory.toString());
        assertTrue(errors.endsWith("1 file: 1 error, 0 warnings\n"), errors);
        JsonTree json =
                new JsonTree(
                        new CommandLine(directory.resolve("home"))
                                .run("policy", "lint", "--format", "json", file.toString())
                                .bytes());
        assertEquals("anybody", json.text("findings.1.rule"));
        assertEquals(5L, json.get("findings.1.line"));
        assertTrue(run(2, "policy", "lint", "--severity", "x", "a").contains("warning or error"));
        assertTrue(run(1, "policy", "lint", "none.yaml").contains("there is no such file"));
    }

    @Test
    void whatTheTrustServerWritesIsFine() throws IOException {
        try (KeylessShop shop = KeylessShop.open(directory)) {
            String root = shop.server.trustedRoot().toString();
            String config = shop.server.signingConfig().toString();
            String said = run(0, "policy", "lint", root, config);
            assertTrue(said.endsWith("2 files: 0 errors, 0 warnings\n"), said);
        }
    }
}
