package dev.cooper.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Installs Debian packages, one test JVM at a time. The package lists are fetched at most once a
 * build, and a package that could not be installed is not tried again in the same build.
 */
final class PackageInstaller {
    private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");
    private static final Duration BUILD = Duration.ofHours(1);

    private final Path state;

    PackageInstaller(Path state) {
        this.state = state;
    }

    void install(List<String> packages) throws IOException {
        Path lock = state.resolve("lock");
        try (FileChannel channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid() && !isRecent(failureMark(packages))) {
                installLocked(packages);
            }
        }
    }

    private void installLocked(List<String> packages) throws IOException {
        Path updated = state.resolve("updated");
        if (!isRecent(updated)) {
            apt(List.of("update", "-qq"));
            Files.writeString(updated, "");
        }
        boolean ownPolicy = forbidStartingServices();
        List<String> command = new ArrayList<>();
        command.addAll(List.of("install", "-y", "-qq", "--no-install-recommends"));
        command.addAll(packages);
        try {
            if (!apt(command)) {
                Files.writeString(failureMark(packages), "");
            }
        } finally {
            if (ownPolicy) {
                Files.deleteIfExists(POLICY);
            }
        }
    }

    /** Debian starts a daemon when its package is installed unless this program says no. */
    private static boolean forbidStartingServices() throws IOException {
        if (Files.exists(POLICY)) {
            return false;
        }
        Files.writeString(POLICY, "#!/bin/sh\nexit 101\n");
        Files.setPosixFilePermissions(POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
        return true;
    }

    private boolean apt(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/apt-get"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        Path log = state.resolve("apt.log");
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(Path.of("/dev/null").toFile());
        try {
            return builder.start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while installing packages", e);
        }
    }

    private Path failureMark(List<String> packages) {
        return state.resolve("failed-" + String.join("-", packages));
    }

    private static boolean isRecent(Path mark) throws IOException {
        return Files.exists(mark)
                && Files.getLastModifiedTime(mark).toInstant().isAfter(Instant.now().minus(BUILD));
    }
}
