package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cooper.testkit.Checkout;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The help texts are kept in files; -Dgolden.update=true rewrites them. */
class HelpTest {
    private static final Path GOLDEN = Checkout.root().resolve("cli/src/test/resources/help");

    @TempDir Path directory;

    @TestFactory
    List<DynamicTest> helpIsAsKept() {
        List<DynamicTest> tests = new ArrayList<>();
        List<List<String>> calls = new ArrayList<>();
        calls.add(List.of("help"));
        calls.add(List.of("image", "--help"));
        calls.add(List.of("builder", "prune", "--help"));
        calls.add(List.of("admission", "--help"));
        calls.add(List.of("admission", "manifests", "--help"));
        calls.add(List.of("admission", "replay", "--help"));
        calls.add(List.of("admission", "serve", "--help"));
        calls.add(List.of("initialize", "--help"));
        calls.add(List.of("key", "--help"));
        calls.add(List.of("key", "generate", "--help"));
        calls.add(List.of("key", "import", "--help"));
        calls.add(List.of("key", "public", "--help"));
        calls.add(List.of("signing-config", "create", "--help"));
        calls.add(List.of("trusted-root", "create", "--help"));
        calls.add(List.of("policy", "--help"));
        calls.add(List.of("policy", "check", "--help"));
        calls.add(List.of("policy", "lint", "--help"));
        calls.add(List.of("policy", "test", "--help"));
        calls.add(List.of("manifest", "--help"));
        calls.add(List.of("manifest", "annotate", "--help"));
        calls.add(List.of("manifest", "create", "--help"));
        calls.add(List.of("manifest", "push", "--help"));
        calls.add(List.of("notary", "--help"));
        calls.add(List.of("notary", "key", "--help"));
        calls.add(List.of("notary", "key", "rotate", "--help"));
        calls.add(List.of("notary", "delegation", "--help"));
        calls.add(List.of("notary", "init", "--help"));
        calls.add(List.of("notation", "--help"));
        for (String verb : List.of("inspect", "list", "sign", "verify")) {
            calls.add(List.of("notation", verb, "--help"));
        }
        for (String group : List.of("cert", "key", "policy")) {
            calls.add(List.of("notation", group, "--help"));
        }
        calls.add(List.of("notation", "cert", "generate-test", "--help"));
        calls.add(List.of("notation", "key", "add", "--help"));
        calls.add(List.of("trust", "--help"));
        calls.add(List.of("trust", "inspect", "--help"));
        calls.add(List.of("trust", "migrate", "--help"));
        calls.add(List.of("trust", "server", "--help"));
        calls.add(List.of("trust", "sign", "--help"));
        calls.add(List.of("trust", "signer", "--help"));
        calls.add(List.of("registry", "rotate-key", "--help"));
        calls.add(List.of("registry", "user", "--help"));
        calls.add(List.of("registry", "robot", "--help"));
        calls.add(List.of("registry", "robot", "add", "--help"));
        calls.add(List.of("scan", "server", "--help"));
        for (List<String> command : Commands.SUMMARIES) {
            if (Commands.find(command.getFirst()) != null) {
                calls.add(List.of(command.getFirst(), "--help"));
            }
        }
        for (List<String> command : Commands.IMAGE_SUMMARIES) {
            assertTrue(Commands.findImage(command.getFirst()) != null, command.toString());
        }
        for (List<String> call : calls) {
            tests.add(dynamicTest(String.join(" ", call), () -> check(call)));
        }
        return tests;
    }

    private void check(List<String> call) throws IOException {
        CommandLine.Result result =
                new CommandLine(directory.resolve("store")).run(call.toArray(new String[0]));
        assertEquals(0, result.code());
        assertEquals("", result.err());
        Path file = GOLDEN.resolve(String.join("-", call).replace("---help", "") + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, result.out());
        }
        assertEquals(Files.readString(file), result.out());
        for (String line : result.out().lines().toList()) {
            assertTrue(line.length() <= 100, line);
        }
    }

    @Test
    void helpHasAPageForEveryCommand() {
        for (List<String> command : Commands.SUMMARIES) {
            String name = command.getFirst();
            if (Commands.find(name) != null) {
                Path page = Checkout.root().resolve("docs/cli/" + name + ".md");
                assertTrue(Files.exists(page), page + " is missing");
            }
        }
    }
}
