package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
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

/** One verdict on one image, in a registry and without any network. */
class VerifyByPolicyTest {
    @TempDir Path directory;
    private OwnRegistry registry;
    private CommandLine cooper;
    private String image;
    private String policy;
    private String key;

    @BeforeEach
    void pushAnImage() throws IOException {
        registry = OwnRegistry.start(directory.resolve("registry"));
        cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("COSIGN_PASSWORD", "hello");
        image = registry.host() + "/shop:1";
        cooper.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 1000, image);
        run(0, "push", "-q", image);
        run(0, "rmi", image);
        key = directory.resolve("one").toString();
        run(0, "key", "generate", "--output-key-prefix", key);
        Path file = directory.resolve("signed.yaml");
        Files.writeString(
                file,
                "rules:\n- name: signed\n  signatures:\n  - key: "
                        + key
                        + ".pub\n    ignoreTlog: true\n");
        policy = file.toString();
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private String run(int code, String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(code, result.code(), result.err() + result.out());
        return result.out() + result.err();
    }

    @Test
    void everyCheckIsShownWithItsReason() {
        String unsigned = run(12, "verify", "--policy", policy, image);
        assertTrue(unsigned.contains(": FAILED\n├── policies: FAILED\n"), unsigned);
        assertTrue(unsigned.contains("the image is not signed"), unsigned);
        run(0, "sign", "-y", "--key", key + ".key", image);
        String signed = run(0, "verify", "--policy", policy, image);
        assertTrue(signed.contains("signature-bundle: PASSED"), signed);
        assertTrue(signed.contains("cosign: NOT_CHECKED: 1 found, and nobody is named"), signed);
        String json = run(0, "verify", "--policy", policy, "--format", "json", image);
        assertTrue(json.contains("\"passed\": true"), json);
    }

    @Test
    void aNameIsOneOfARegistryThoughTheStoreHasTheImageToo() {
        run(0, "sign", "-y", "--key", key + ".key", image);
        run(0, "pull", "-q", image);
        run(0, "verify", "--policy", policy, image);
        run(12, "verify", "--policy", policy, "store:" + image);
    }

    @Test
    void whomTheUserNamesMustHaveSignedToo() {
        run(0, "sign", "-y", "--key", key + ".key", image);
        String other = directory.resolve("two").toString();
        run(0, "key", "generate", "--output-key-prefix", other);
        String by = "--insecure-ignore-tlog";
        run(0, "verify", "--policy", policy, by, "--key", key + ".pub", image);
        String said = run(12, "verify", "--policy", policy, by, "--key", other + ".pub", image);
        assertTrue(said.contains("signature: FAILED: it is not of the key"), said);
    }

    @Test
    void offlineOpensNoSocket() throws IOException, InterruptedException {
        run(0, "sign", "-y", "--key", key + ".key", image);
        String layout = "oci:" + directory.resolve("layout") + ":1";
        run(0, "copy", "--referrers", "docker://" + image, layout);
        String said = run(2, "verify", "--offline", "--policy", policy, image);
        assertTrue(said.contains("cooper copy --referrers"), said);
        String good = alone(0, "verify", "--offline", "--policy", policy, layout);
        assertTrue(good.contains("signature-bundle: PASSED"), good);
        String online = alone(12, "verify", "--policy", policy, image);
        assertTrue(!online.contains("PASSED\n"), "the proof itself is not proved: " + online);
    }

    /** Runs a command in a JVM that has no sockets. */
    private String alone(int code, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.nio.channels.spi.SelectorProvider=" + NoSockets.class.getName());
        command.add("-Djdk.net.hosts.file=/dev/null");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("COOPER_HOME", directory.resolve("home").toString());
        Process process = builder.start();
        String said;
        try (var out = process.getInputStream()) {
            said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        int ended = process.waitFor();
        assertTrue(code == 0 ? ended == 0 : ended != 0, ended + ": " + said);
        return said;
    }
}
