package dev.cooper.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Debian's docker-registry on a free port of this machine, in a directory of its own. */
public final class DebianRegistry implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final Process process;
    private final int port;

    private DebianRegistry(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the registry for anyone.
     *
     * @param directory an existing directory, deleted by whoever made it
     */
    public static DebianRegistry start(Path directory) throws IOException, InterruptedException {
        return start(directory, "");
    }

    /**
     * Starts the registry for the users of a password file.
     *
     * @param directory an existing directory, deleted by whoever made it
     * @param htpasswd the content of the file, with bcrypt hashes
     */
    public static DebianRegistry startWithUsers(Path directory, String htpasswd)
            throws IOException, InterruptedException {
        Path file = directory.resolve("htpasswd");
        Files.writeString(file, htpasswd);
        return start(directory, "auth:\n  htpasswd:\n    realm: test\n    path: " + file + "\n");
    }

    /**
     * Starts the registry with more in its configuration.
     *
     * @param directory an existing directory, deleted by whoever made it
     * @param more lines that are added to the configuration
     */
    public static DebianRegistry start(Path directory, String more)
            throws IOException, InterruptedException {
        Path program = Peers.require("docker-registry");
        int port = freePort();
        Path config = directory.resolve("config.yml");
        Files.writeString(
                config,
                """
                version: 0.1
                log: {level: warn}
                storage:
                  filesystem: {rootdirectory: %s/data}
                  delete: {enabled: true}
                http:
                  addr: 127.0.0.1:%d
                """
                                .formatted(directory, port)
                        + more);
        Process process =
                new ProcessBuilder(program.toString(), "serve", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        DebianRegistry registry = new DebianRegistry(directory, process, port);
        registry.awaitReady();
        return registry;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Host and port as in a reference. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    /** The process, for tests that stop or kill it. */
    public Process process() {
        return process;
    }

    /** What the registry wrote so far. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                close();
                throw new IOException("docker-registry did not start: " + log());
            }
            Thread.sleep(20);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping docker-registry", e);
        }
    }
}
