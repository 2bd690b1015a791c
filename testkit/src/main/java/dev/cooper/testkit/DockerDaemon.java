package dev.cooper.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's dockerd on a socket and a data directory of its own, until closed. Needs root. */
public final class DockerDaemon implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final Path client;
    private final Process daemon;

    private DockerDaemon(Path directory, Path client, Process daemon) {
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
    public static DockerDaemon start(Path directory) throws IOException, InterruptedException {
        return start(directory, "{}");
    }

    /**
     * Starts the daemon with a configuration and waits until it answers.
     *
     * @param directory as above
     * @param configuration the content of its {@code daemon.json}
     */
    public static DockerDaemon start(Path directory, String configuration)
            throws IOException, InterruptedException {
        Machine.requireRoot();
        Path client = Peers.require("docker");
        Path file = Files.writeString(directory.resolve("daemon.json"), configuration);
        List<String> command = new ArrayList<>();
        command.addAll(List.of("unshare", "--mount", "--propagation", "private"));
        command.addAll(List.of(Peers.require("dockerd").toString(), "--iptables=false"));
        command.addAll(List.of("--config-file", file.toString()));
        command.addAll(List.of("--bridge=none", "--data-root", directory + "/root"));
        command.addAll(List.of("--exec-root", directory + "/exec"));
        command.addAll(List.of("-H", "unix://" + directory + "/s"));
        command.addAll(List.of("--pidfile", directory + "/pid"));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        DockerDaemon daemon = new DockerDaemon(directory, client, process);
        daemon.awaitReady();
        return daemon;
    }

    /** Runs one command of the docker client against this daemon. */
    public Processes.Result run(String... words) throws IOException, InterruptedException {
        return run(directory, List.of(words));
    }

    /** Builds a context with the BuildKit inside the daemon. */
    public Processes.Result build(Path context, String name, List<String> options)
            throws IOException, InterruptedException {
        // It takes files of equal size and time for unchanged, also from one context to the next.
        run("builder", "prune", "-af").ok();
        List<String> words = new ArrayList<>();
        words.addAll(List.of("build", "--progress", "plain", "--network", "none", "-t", name));
        words.addAll(options);
        words.add(".");
        return run(context, words);
    }

    /** Takes in the images of an archive. */
    public Processes.Result load(Path archive) throws IOException, InterruptedException {
        return run("load", "-i", archive.toString());
    }

    /** Reads an image back. */
    public SavedImage read(String name) throws IOException, InterruptedException {
        Path archive = directory.resolve("read.tar");
        run("save", "-o", archive.toString(), name).ok();
        try {
            return SavedImage.ofArchive(archive);
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private Processes.Result run(Path where, List<String> words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(client.toString(), "-H", "unix://" + directory + "/s"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
        builder.environment().put("DOCKER_BUILDKIT", "1");
        builder.environment().put("DOCKER_CONFIG", directory + "/config");
        return Processes.run(builder, new byte[0], Duration.ofMinutes(5));
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (run("version").exit() != 0) {
            if (!daemon.isAlive() || System.nanoTime() - end > 0) {
                close();
                throw new IOException(
                        "dockerd did not start: " + Files.readString(directory.resolve("log")));
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            daemon.destroy();
            if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
                daemon.descendants().forEach(ProcessHandle::destroyForcibly);
                daemon.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping dockerd", e);
        }
    }
}
