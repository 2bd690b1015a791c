package dev.cooper.scan.feed;

import dev.cooper.scan.advisory.AdvisoryDatabase;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The target of fuzzing: whatever the bytes of a {@code trivy.db} are, questions are answered or
 * end with an {@link IOException}.
 */
public final class TrivyDatabaseFuzz {
    private static final String[] ECOSYSTEMS = {"npm", "PyPI", "Debian:12", "Red Hat:9"};

    private TrivyDatabaseFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        read(input);
        byte[] sealed = input.clone();
        seal(sealed, BoltWriter.HEADER);
        read(sealed);
    }

    /** Makes the check sum of the first page right, which no fuzzer guesses. */
    private static void seal(byte[] file, int at) {
        int end = BoltWriter.META_BYTES - Long.BYTES;
        if (file.length >= at + BoltWriter.META_BYTES) {
            ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(at, BoltWriter.MAGIC).putInt(at + 4, BoltWriter.VERSION);
            bytes.putLong(at + end, BoltWriter.checksum(bytes.slice(at, end)));
        }
    }

    private static void read(byte[] bytes) {
        try (AdvisoryDatabase database =
                new TrivyDatabase(
                        new BoltFile(
                                Path.of("trivy.db"),
                                Arena.ofConfined(),
                                MemorySegment.ofArray(bytes)),
                        new AdvisoryDatabase.Edition("trivy", Instant.EPOCH, ""))) {
            for (String ecosystem : ECOSYSTEMS) {
                if (database.covers(ecosystem)) {
                    database.advisories(ecosystem, "thing-1");
                    database.source(ecosystem, "debian");
                }
            }
            database.vulnerability("CVE-2024-1");
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).isBlank()) {
                throw new AssertionError("refused without a word", e);
            }
        }
    }
}
