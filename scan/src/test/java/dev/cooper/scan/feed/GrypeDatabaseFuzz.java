package dev.cooper.scan.feed;

import dev.cooper.scan.advisory.AdvisoryDatabase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The target of fuzzing: whatever the bytes of a {@code vulnerability.db} are, questions are
 * answered or end with an {@link IOException}. SQLite itself is not watched by the fuzzer.
 */
public final class GrypeDatabaseFuzz {
    private GrypeDatabaseFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path file = Files.createTempFile("grype", ".db");
        try {
            Files.write(file, input);
            read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void read(Path file) {
        try (AdvisoryDatabase database = GrypeDatabase.open(file)) {
            database.covers("Debian:12");
            database.advisories("Debian:12", "openssl");
            database.advisories("npm", "lodash");
            database.vulnerability("GHSA-x");
            database.source("npm", "github");
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).isBlank()) {
                throw new AssertionError("refused without a word", e);
            }
        }
    }
}
