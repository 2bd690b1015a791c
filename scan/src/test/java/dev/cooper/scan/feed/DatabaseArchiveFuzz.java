package dev.cooper.scan.feed;

import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The target of fuzzing: whatever the bytes of an archive are, it becomes a database or is refused
 * in a sentence, and nothing is written outside of the database's directory.
 */
public final class DatabaseArchiveFuzz {
    private DatabaseArchiveFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path outside = Files.createTempDirectory("fuzz");
        Path directory = outside.resolve("db");
        try {
            read(() -> DatabaseArchive.read(new ByteArrayInputStream(input), directory, 1));
            delete(directory);
            read(() -> DatabaseArchive.readTrivy(new ByteArrayInputStream(input), directory));
            delete(directory);
            Files.delete(outside);
        } finally {
            delete(outside);
        }
    }

    private interface Reading {
        void read() throws IOException;
    }

    private static void read(Reading reading) {
        try {
            reading.read();
        } catch (IOException | SyntaxException e) {
            if (String.valueOf(e.getMessage()).isBlank()) {
                throw new AssertionError("refused without a word", e);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path place, @org.jspecify.annotations.Nullable IOException failure)
                            throws IOException {
                        Files.delete(place);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
