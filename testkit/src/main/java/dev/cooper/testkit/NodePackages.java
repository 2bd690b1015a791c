package dev.cooper.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * Packages for Node.js that tests hold Cooper against. A lock file beside the test pins each by
 * version and hash; npm installs exactly those, and runs none of their scripts, into the build's
 * own directory.
 */
public final class NodePackages {
    private NodePackages() {}

    /**
     * Installs what a lock file names, unless that has been done, and copies the script beside it.
     * Aborts the test by name where Node.js or npm cannot be had, and fails it there if {@code CI}
     * promises everything.
     *
     * @param name of the directory of resources with {@code package.json}, {@code
     *     package-lock.json} and {@code peer.cjs}
     * @param test whose resources they are
     * @return the script
     */
    public static Path require(String name, Class<?> test)
            throws IOException, InterruptedException {
        Peers.require("node");
        String npm = Peers.require("npm").toString();
        Path directory = Checkout.shared("newer-peers").resolve(name);
        Files.createDirectories(directory);
        try (FileChannel channel =
                        FileChannel.open(
                                directory.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            String lock = text(name + "/package-lock.json", test);
            Path installed = directory.resolve("installed");
            for (String file : List.of("package.json", "package-lock.json", "peer.cjs")) {
                Files.writeString(directory.resolve(file), text(name + "/" + file, test));
            }
            if (held.isValid()
                    && !(Files.exists(installed) && Files.readString(installed).equals(lock))) {
                List<String> command =
                        List.of(
                                npm,
                                "ci",
                                "--ignore-scripts",
                                "--no-audit",
                                "--no-fund",
                                "--no-update-notifier");
                Processes.Result result =
                        Processes.run(
                                new ProcessBuilder(command).directory(directory.toFile()),
                                new byte[0],
                                Duration.ofMinutes(2));
                Machine.require(
                        result.exit() == 0, "packages for Node.js (npm: " + result.err() + ")");
                Files.writeString(installed, lock);
            }
        }
        return directory.resolve("peer.cjs");
    }

    private static String text(String name, Class<?> test) throws IOException {
        try (InputStream in = test.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
