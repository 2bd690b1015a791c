package dev.cooper.scan.secret;

import dev.cooper.inventory.DamagedFileException;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.finding.SecretFinding;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The target of fuzzing: whatever the bytes are, looking for secrets in them ends, says no more
 * than that there are too many, and leaves none in a masked copy; as a file of rules they are rules
 * or wrong.
 */
public final class SecretsFuzz {
    private static final SecretRules RULES = SecretRules.builtIn();

    private SecretsFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        List<SecretFinding> found = new ArrayList<>();
        SecretObserver observer = new SecretObserver(RULES);
        try {
            byte[] masked = observer.mask("file", input, found);
            List<SecretFinding> again = observer.find("file", masked);
            if (!again.isEmpty() && found.isEmpty()) {
                throw new AssertionError("masking made " + again);
            }
            new FileScan(RULES).scan("file", new ByteArrayInputStream(input), new ArrayList<>());
        } catch (DamagedFileException e) {
            // too many
        }
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            GitleaksRules.read("rules.toml", text, "id");
        } catch (SyntaxException e) {
            // wrong
        }
        try {
            TrivyRules.read("rules.yaml", text, "id");
        } catch (SyntaxException e) {
            // wrong
        }
    }
}
