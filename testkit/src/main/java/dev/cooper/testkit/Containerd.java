package dev.cooper.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's containerd on a socket and a data directory of its own, until closed. Needs root. */
public final class Containerd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final Path client;
    private final Process daemon;

    private Containerd(Path directory, Path client, Process daemon) {
        this.directory = directory;
        this.client = client;
        this.daemon = daemon;
    }

    /**
     * Starts the daemon and waits until it answers.
     *
     * @param directory an existing directory, deleted by whoever made it; its path must be short
     *     enough for a socket
     */
    public static Containerd start(Path directory) throws IOException, InterruptedException {
        Machine.requireRoot();
        Path client = Peers.require("ctr");
        Path config = directory.resolve("config.toml");
        Files.writeString(
                config,
                """
                version = 2
                disabled_plugins = ["io.containerd.grpc.v1.cri"]
                root = "%1$s/root"
                state = "%1$s/state"
                [grpc]
                address = "%1$s/s"
                """
                        .formatted(directory));
        Process process =
                new ProcessBuilder(
                                "unshare",
                                "--mount",
                                "--propagation",
                                "private",
                                Peers.require("containerd").toString(),
                                "--config",
                                config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        Containerd containerd = new Containerd(directory, client, process);
        containerd.awaitReady();
        return containerd;
    }

    /** Runs one command of ctr against this daemon. */
    public Processes.Result run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(client.toString(), "--address", directory + "/s"));
        command.addAll(List.of(words));
        return Processes.run(new ProcessBuilder(command), new byte[0], Duration.ofMinutes(5));
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (run("version").exit() != 0) {
            if (!daemon.isAlive() || System.nanoTime() - end > 0) {
                close();
                throw new IOException(
                        "containerd did not start: " + Files.readString(directory.resolve("log")));
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            daemon.destroy();
            if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
                daemon.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping containerd", e);
        }
    }
}
