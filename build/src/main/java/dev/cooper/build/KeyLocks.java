package dev.cooper.build;

import dev.cooper.linux.Flock;
import dev.cooper.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One holder a cache key, in this process and among all that use the store: of two builds that need
 * the same step at the same time one runs it, the other finds it done.
 *
 * <p>The kernel drops a lock with its holder. A lock file is removed when it is let go; who waited
 * for it then holds a file that is gone, so a third may run the step once more, which is harmless.
 */
final class KeyLocks {
    private final Path directory;

    KeyLocks(Path directory) {
        this.directory = directory;
    }

    /** A lock that is held until it is closed. */
    record Held(Path file, Flock lock) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (lock) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Waits for a key and holds it until the result is closed. */
    Held hold(Digest key) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path file = directory.resolve(key.hex());
        return new Held(file, wait(() -> Flock.tryExclusive(file.toString())));
    }

    /** Takes a lock, or finds that somebody else has it. */
    @FunctionalInterface
    interface Attempt {
        @Nullable Flock take() throws IOException;
    }

    /** Waits for a lock by asking again and again: a system call that waits cannot be cancelled. */
    static Flock wait(Attempt attempt) throws IOException, InterruptedException {
        while (true) {
            Flock lock = attempt.take();
            if (lock != null) {
                return lock;
            }
            Thread.sleep(20);
        }
    }
}
