package dev.cooper.inventory.license;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The target of coverage-guided fuzzing of licences: any text ends soon as an expression or none,
 * and an expression in canonical spelling is one that means the same.
 */
public final class LicenseFuzz {
    private LicenseFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Optional<String> parsed = LicenseExpression.parse(text);
        if (parsed.isPresent() && !LicenseExpression.parse(parsed.get()).equals(parsed)) {
            throw new AssertionError(text + " became " + parsed.get());
        }
        LicenseNames.spdx(List.of(text));
    }
}
