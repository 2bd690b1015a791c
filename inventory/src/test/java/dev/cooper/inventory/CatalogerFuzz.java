package dev.cooper.inventory;

import dev.cooper.inventory.lock.Surroundings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The target of coverage-guided fuzzing of catalogers: whatever a file of a layer holds, reading it
 * ends with packages or with a {@link DamagedFileException}, soon and without much memory. The
 * system property {@code cooper.fuzz.path} names the file, and so those who read it.
 */
public final class CatalogerFuzz {
    private static final String PATH = System.getProperty("cooper.fuzz.path", "");

    private CatalogerFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        read(PATH, input);
    }

    /** Reads a file with all catalogers that want it; returns how many these are. */
    static int read(String path, byte[] input) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean isProgram = path.startsWith("bin/");
        // Programs are told by their size, too.
        int size = isProgram ? 1 << 20 : input.length;
        Candidate candidate = new Candidate(path, name, size, isProgram);
        Surroundings around =
                new Neighbours(
                        path, other -> other.isEmpty() ? Optional.empty() : Optional.of(input));
        List<Cataloger> all = new ArrayList<>(Catalogers.OF_IMAGES);
        all.addAll(Catalogers.OF_LOCK_FILES);
        int readers = 0;
        for (Cataloger cataloger : all) {
            if (cataloger.wants(candidate)) {
                readers++;
                Findings findings = new Findings();
                try {
                    cataloger.read(new LayerFile(path, input, true, around), findings);
                } catch (DamagedFileException e) {
                    if (String.valueOf(e.getMessage()).isBlank()) {
                        throw new AssertionError("a damaged file without a reason", e);
                    }
                }
                check(findings);
            }
        }
        return readers;
    }

    /** What was found can be kept and has a place. */
    private static void check(Findings findings) {
        for (SoftwarePackage each : findings.packages()) {
            if (each.name().isEmpty() || each.place().path().isEmpty()) {
                throw new AssertionError("no name: " + each);
            }
            Purl.of(each, Distribution.UNKNOWN);
        }
    }
}
