package dev.cooper.inventory.sbom;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import java.time.Instant;

/**
 * The target of coverage-guided fuzzing of the readers of SBOMs: whatever a document says, it is
 * read or refused with a reason, and what was read can be written in both formats and read again.
 */
public final class SbomFuzz {
    private SbomFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        ReadSbom read;
        try {
            read = SbomReader.read(input);
        } catch (SyntaxException e) {
            if (String.valueOf(e.getMessage()).isBlank()) {
                throw new AssertionError("refused without a reason", e);
            }
            return;
        }
        Sbom sbom = new Sbom(read.subject(), read.inventory(), Instant.EPOCH, "1");
        SbomReader.read(Json.write(new CycloneDx(sbom).json()));
        SbomReader.read(Json.write(new Spdx(sbom).json()));
    }
}
