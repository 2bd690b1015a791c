package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Directories of signed images, beside the real cosign 2 and 3 in both directions. */
class SavedSignaturesIT {
    @TempDir Path directory;
    private OwnRegistry registry;
    private CommandLine cooper;
    private String image;

    @BeforeEach
    void signAnImageInBothForms() throws IOException {
        registry = OwnRegistry.start(directory.resolve("registry"));
        cooper =
                new CommandLine(directory.resolve("home"))
                        .withEnvironment("HOME", directory.toString())
                        .withEnvironment("COSIGN_PASSWORD", "hello");
        image = registry.host() + "/shop:1";
        cooper.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 1000, image);
        ok("push", "-q", image);
        ok("key", "generate", "--output-key-prefix", path("one"));
        for (String form : new String[] {"true", "false"}) {
            ok("sign", "--key", path("one.key"), "--new-bundle-format=" + form, image);
        }
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private String ok(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), String.join(" ", words) + ": " + result.err());
        return result.out();
    }

    private String cosign(Path program, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("HOME", directory.toString());
        return Processes.run(builder, new byte[0], Duration.ofMinutes(2)).ok().out();
    }

    private void bothWays(Path program, String name, boolean keepsBundles)
            throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve(name));
        cosign(program, "save", "--dir", path(name + "/theirs"), image);
        ok(
                "verify",
                "--local-image",
                "--insecure-ignore-tlog",
                "--key",
                path("one.pub"),
                path(name + "/theirs"));
        String back = registry.host() + "/" + name + "/theirs:1";
        ok("load", "--dir", path(name + "/theirs"), back);
        long signatures = ok("download", "signature", back).lines().count();
        assertEquals(keepsBundles ? 2 : 1, signatures);

        String ours = path(name + "/ours");
        ok("save", "--dir", ours, image);
        String verified =
                cosign(
                        program,
                        "verify",
                        "--local-image",
                        "--insecure-ignore-tlog=true",
                        "--key",
                        path("one.pub"),
                        ours);
        assertTrue(verified.contains("[{\"critical\""), verified);
        if (keepsBundles) {
            return; // cosign 3.1 uploads manifests of bundles before the bundles, its own as well
        }
        String loaded = registry.host() + "/" + name + "/ours:1";
        cosign(program, "load", "--dir", ours, loaded);
        ok("verify", "--insecure-ignore-tlog", "--key", path("one.pub"), loaded);
    }

    @Test
    void directoriesOfVersion3() throws IOException, InterruptedException {
        bothWays(Peers.requireNewer("cosign"), "three", true);
    }

    @Test
    void directoriesOfVersion2() throws IOException, InterruptedException {
        bothWays(Peers.requireOf("trixie", "cosign"), "two", false);
    }
}
