package dev.cooper.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The target of coverage-guided fuzzing: whatever the bytes are, decompressing and reading them as
 * a tar ends, in bounded memory, with entries or an {@link IOException}.
 */
public final class ArchiveFuzz {
    private static final TarLimits LIMITS = TarLimits.DEFAULT.withMaxEntries(10_000);

    private ArchiveFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        try (InputStream in =
                        BoundedInputStream.decompressing(
                                new ByteArrayInputStream(input), 64L << 20, 2000, "input");
                TarReader reader = new TarReader(in, LIMITS)) {
            for (TarEntry e = reader.next(); e != null; e = reader.next()) {
                e.cleanPath();
                BoundedInputStream.ofSize(reader.content(), 1 << 20, "file")
                        .transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            // The promise: bad input is an IOException and nothing else.
            return;
        }
    }
}
