package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the kernel sees of a process that verifies without a network. */
class OfflineIT {
    @TempDir Path directory;
    private String policy = "";

    private static void run(CommandLine cooper, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err() + result.out());
    }

    @Test
    void verifyingOfflineNeitherConnectsNorSendsAnything()
            throws IOException, InterruptedException {
        Peers.require("strace");
        CommandLine cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("COSIGN_PASSWORD", "hello");
        String key = directory.resolve("one").toString();
        Path file = directory.resolve("signed.yaml");
        Files.writeString(
                file,
                "rules:\n- name: signed\n  signatures:\n  - key: "
                        + key
                        + ".pub\n    ignoreTlog: true\n");
        policy = file.toString();
        try (OwnRegistry registry = OwnRegistry.start(directory.resolve("registry"))) {
            String image = registry.host() + "/shop:1";
            cooper.image("2024-01-02T03:04:05Z", Map.of(), 1000, image);
            run(cooper, "push", "-q", image);
            run(cooper, "key", "generate", "--output-key-prefix", key);
            run(cooper, "sign", "-y", "--key", key + ".key", image);
            String layout = "oci:" + directory.resolve("layout") + ":1";
            run(cooper, "copy", "--referrers", "docker://" + image, layout);

            assertEquals(List.of(), traced(layout, "--offline"));
            List<String> online = traced("docker://" + image);
            assertFalse(online.isEmpty(), "the proof itself is not proved");
        }
    }

    /** What a process does with addresses of the internet while it verifies successfully. */
    private List<String> traced(String image, String... more)
            throws IOException, InterruptedException {
        Path trace = Files.createTempFile(directory, "trace", ".txt");
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        Peers.require("strace").toString(),
                        "-f",
                        "-e",
                        "trace=%network",
                        "-o",
                        trace.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "verify"));
        command.addAll(List.of(more));
        command.addAll(List.of("--policy", policy, image));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("COOPER_HOME", directory.resolve("home").toString());
        Processes.Result result = Processes.run(builder, new byte[0], Duration.ofMinutes(2));
        assertTrue(result.ok().out().contains("signature-bundle: PASSED"), result.out());
        // The JDK looks once which kinds of sockets there are, and closes those unused.
        return Files.readAllLines(trace).stream()
                .filter(line -> line.contains("sa_family=AF_INET"))
                .toList();
    }
}
