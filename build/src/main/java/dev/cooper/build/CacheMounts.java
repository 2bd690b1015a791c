package dev.cooper.build;

import dev.cooper.linux.Flock;
import dev.cooper.oci.Digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directories behind {@code RUN --mount=type=cache}: {@code cooper/mounts/<digest of id>/<n>/}
 * of the store.
 *
 * <p>{@code shared} users all get number 0. A {@code locked} user waits until nobody else has it. A
 * {@code private} user takes the lowest number that nobody has, so that at rest it finds the same
 * content again.
 */
final class CacheMounts {
    private final Path directory;

    CacheMounts(Path directory) {
        this.directory = directory;
    }

    /**
     * A cache directory in use by a step.
     *
     * @param directory its content
     * @param created whether it is new, and so to be filled and given its owner
     * @param lock what keeps others away, or in
     */
    record Use(Path directory, boolean created, Flock lock) implements AutoCloseable {
        @Override
        public void close() {
            lock.close();
        }
    }

    /** Takes the directory of an id into use; waits for a locked one. */
    Use use(String id, RunStep.Sharing sharing) throws IOException, InterruptedException {
        Path home =
                directory.resolve(
                        Digest.sha256(id.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32));
        Files.createDirectories(home);
        Path name = home.resolve("id");
        if (!Files.exists(name)) {
            Files.writeString(name, id);
        }
        for (int number = 0; ; number++) {
            String file = home.resolve(number + ".lock").toString();
            Flock lock =
                    switch (sharing) {
                        case SHARED -> KeyLocks.wait(() -> Flock.tryShared(file));
                        case LOCKED -> KeyLocks.wait(() -> Flock.tryExclusive(file));
                        case PRIVATE -> Flock.tryExclusive(file);
                    };
            if (lock != null) {
                return new Use(home.resolve(Integer.toString(number)), create(home, number), lock);
            }
        }
    }

    private static boolean create(Path home, int number) throws IOException {
        Path content = home.resolve(Integer.toString(number));
        if (Files.exists(content)) {
            return false;
        }
        Files.createDirectory(content);
        return true;
    }
}
