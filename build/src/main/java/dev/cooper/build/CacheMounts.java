package dev.cooper.build;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Flock;
import dev.cooper.oci.Digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
     * @param lock what keeps others away, or in
     */
    record Use(Path directory, Flock lock) implements AutoCloseable {
        @Override
        public void close() {
            lock.close();
        }
    }

    /** Gives a new directory its first content and its owner. */
    @FunctionalInterface
    interface Filling {
        void fill(Path directory) throws IOException, InterruptedException;
    }

    /** Takes the directory of an id into use, filled once; waits for a locked one. */
    Use use(String id, RunStep.Sharing sharing, Filling filling)
            throws IOException, InterruptedException {
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
                return new Use(content(home, number, lock, filling), lock);
            }
        }
    }

    private static Path content(Path home, int number, Flock lock, Filling filling)
            throws IOException, InterruptedException {
        Path content = home.resolve(Integer.toString(number));
        try {
            if (!Files.exists(content)) {
                fill(home, content, filling);
            }
            return content;
        } catch (IOException | InterruptedException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Fills beside the place and renames: many may share it, and none may see half of it. */
    private static void fill(Path home, Path content, Filling filling)
            throws IOException, InterruptedException {
        Path filled = home.resolve("new");
        String alone = home.resolve("new.lock").toString();
        try (Flock _ = KeyLocks.wait(() -> Flock.tryExclusive(alone))) {
            if (Files.exists(content)) {
                return;
            }
            if (Files.exists(filled)) {
                // Somebody was killed while filling it.
                try (Directory parent = Directory.open(home.toString())) {
                    parent.removeTree("new");
                }
            }
            Files.createDirectory(filled);
            filling.fill(filled);
            Files.move(filled, content, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
