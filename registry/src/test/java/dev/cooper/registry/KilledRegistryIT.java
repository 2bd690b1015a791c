package dev.cooper.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.registry.config.RegistryConfig;
import dev.cooper.registry.maintenance.RegistryCheck;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A registry that is killed while four clients push, mount, tag and delete keeps what it has
 * confirmed; {@code -Dkills=100} kills it more often.
 */
class KilledRegistryIT {
    private static final int KILLS = Integer.getInteger("kills", 12);
    private static final int CLIENTS = 4;

    @TempDir Path directory;
    private final Promises promises = new Promises();

    @Test
    void nothingThatWasConfirmedIsLost() throws IOException, InterruptedException {
        Random random = new Random(20_261_122);
        Set<String> checked = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process child = start();
            work(child, kill, random);
            Set<String> fresh = promises.paths();
            fresh.removeAll(checked);
            checked.addAll(fresh);
            verify(fresh);
        }
        verify(promises.paths());
        assertFalse(checked.isEmpty());
    }

    private void work(Process child, int kill, Random random)
            throws IOException, InterruptedException {
        String base = base(child);
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            String repository = "r" + kill + "/c" + client;
            PushingClient pushing =
                    new PushingClient(base, repository, random.nextLong(), promises);
            clients.add(Thread.ofVirtual().start(pushing));
        }
        Thread.sleep(200 + random.nextInt(800)); // the random moment
        child.destroyForcibly().waitFor();
        for (Thread client : clients) {
            client.join();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistryChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String base(Process child) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        return "http://127.0.0.1:" + out.readLine();
    }

    private void verify(Set<String> paths) throws IOException, InterruptedException {
        try (TestRegistry registry = new TestRegistry(directory)) {
            RegistryCheck.Report report =
                    RegistryCheck.check(
                            RegistryConfig.defaults(directory), false, RegistryCheck.Progress.NONE);
            assertTrue(report.isClean(), report.problems().toString());
            for (String path : paths) {
                HttpResponse<byte[]> got = registry.get(path);
                promises.check(
                        path,
                        got.statusCode() == 404
                                ? Optional.empty()
                                : Optional.of(Digest.sha256(got.body())));
            }
        }
        assertEquals(List.of(), List.copyOf(promises.broken()));
    }
}
