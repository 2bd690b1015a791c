package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The same policies over the same statement: the real cosign and Cooper accept and refuse alike.
 */
class RegoBesideCosignIT {
    private static final String TYPE = "https://example.com/build/v1";

    @TempDir Path directory;

    private boolean cosignAccepts(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(words);
        command.addFirst(Peers.requireNewer("cosign").toString());
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("HOME", directory.toString());
        return Processes.run(builder, new byte[0], Duration.ofMinutes(1)).exit() == 0;
    }

    private static Map<String, String> policies() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        try (InputStream in =
                RegoBesideCosignIT.class.getResourceAsStream("/rego-beside-cosign.txt")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String each : text.split("(?m)^### ")) {
                if (!each.isEmpty()) {
                    int line = each.indexOf('\n');
                    all.put(each.substring(0, line), each.substring(line + 1));
                }
            }
        }
        return all;
    }

    @Test
    void policiesAreJudgedAsCosignJudgesThem() throws IOException, InterruptedException {
        CommandLine cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("COSIGN_PASSWORD", "hello");
        try (OwnRegistry registry = OwnRegistry.start(directory.resolve("registry"))) {
            String image = registry.host() + "/shop:1";
            cooper.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 1000, image);
            assertEquals(0, cooper.run("push", "-q", image).code());
            String key = directory.resolve("one").toString();
            cooper.run("key", "generate", "--output-key-prefix", key);
            Path predicate = directory.resolve("predicate.json");
            Files.writeString(
                    predicate,
                    """
                    {"builder": "ci", "level": 3, "source": "https://github.com/shop/shop",
                     "finished": "2026-01-02T03:04:05Z", "packages": [
                     {"name": "zlib", "version": "1.3.1", "license": "Zlib"},
                     {"name": "openssl", "version": "3.0.13", "license": "Apache-2.0"},
                     {"name": "busybox", "version": "1.36.1", "license": "MIT"}]}
                    """);
            CommandLine.Result attested =
                    cooper.run(
                            "attest",
                            "--key",
                            key + ".key",
                            "--type",
                            TYPE,
                            "--predicate",
                            predicate.toString(),
                            image);
            assertEquals(0, attested.code(), attested.err());
            Path policy = directory.resolve("policy.rego");
            List<String> words =
                    List.of(
                            "verify-attestation",
                            "--key",
                            key + ".pub",
                            "--insecure-ignore-tlog",
                            "--type",
                            TYPE,
                            "--policy",
                            policy.toString(),
                            image);
            List<String> different = new ArrayList<>();
            int accepted = 0;
            for (Map.Entry<String, String> each : policies().entrySet()) {
                Files.writeString(policy, each.getValue());
                CommandLine.Result ours = cooper.run(words.toArray(new String[0]));
                boolean theirs = cosignAccepts(words);
                accepted += theirs ? 1 : 0;
                if (theirs != (ours.code() == 0)) {
                    different.add(each.getKey() + ": " + theirs + ": " + ours.err());
                }
            }
            assertEquals(List.of(), different);
            assertTrue(accepted > 25, "cosign accepts " + accepted);
        }
    }
}
