package dev.cooper.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A directory for one test that is deleted with everything in it, also what other users of a user
 * namespace own and what has lost its permissions. JUnit's own temporary directory cannot do that.
 */
public final class ScratchDirectory implements AutoCloseable {
    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    /** Makes a fresh directory, mode 0755, whose name starts with {@code prefix}. */
    public static ScratchDirectory create(String prefix) throws IOException {
        Path path = Files.createTempDirectory("cooper-" + prefix + "-");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ScratchDirectory(path.toRealPath());
    }

    /** The directory. Absolute, without symbolic links. */
    public Path path() {
        return path;
    }

    /** A path inside the directory; nothing is created. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Makes a directory inside this one, parents included. */
    public Path directory(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        try {
            if (!remove() && Files.exists(path)) {
                throw new IOException(
                        "deleting " + path + ": something is left; is it still mounted?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while deleting " + path, e);
        }
    }

    private boolean remove() throws IOException, InterruptedException {
        String directory = path.toString();
        if (Processes.run("rm", "-rf", "--one-file-system", directory).exit() == 0) {
            return true;
        }
        Processes.run("chmod", "-R", "u+rwX", directory);
        if (Processes.run("rm", "-rf", "--one-file-system", directory).exit() == 0) {
            return true;
        }
        return Processes.run(
                                "unshare",
                                "--user",
                                "--map-root-user",
                                "--map-auto",
                                "rm",
                                "-rf",
                                directory)
                        .exit()
                == 0;
    }
}
