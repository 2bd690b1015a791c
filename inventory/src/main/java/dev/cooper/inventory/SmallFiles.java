package dev.cooper.inventory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Small contents in files of their own, which any number of processes may read and write. */
final class SmallFiles {
    private SmallFiles() {}

    /** Writes a text; whoever reads sees all of it or what was there before. */
    static void write(Path target, String text) throws IOException {
        write(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes; whoever reads sees all of them or what was there before. */
    static void write(Path target, byte[] content) throws IOException {
        Path parent = target.resolveSibling("");
        Files.createDirectories(parent);
        Path fresh =
                parent.resolve(
                        ".new-"
                                + Long.toUnsignedString(
                                        ThreadLocalRandom.current().nextLong(), 36));
        try {
            Files.write(fresh, content);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * Reads a text; empty when there is none, or a longer one than anybody writes.
     *
     * @param longest in bytes
     */
    static Optional<String> read(Path file, int longest) throws IOException {
        try {
            return Files.size(file) > longest
                    ? Optional.empty()
                    : Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
