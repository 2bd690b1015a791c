package dev.cooper.dockerfile;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the checks of a file found.
 *
 * @param warnings in the order of the file
 * @param error what is wrong with the file itself; the warnings are then those from before it
 * @param warningsAreErrors true when the file asks for that with {@code check=error=true}
 */
public record LintReport(
        List<Warning> warnings, Optional<DockerfileException> error, boolean warningsAreErrors) {

    /** Copies the warnings. */
    public LintReport {
        warnings = List.copyOf(warnings);
    }

    /** The sentence with which a build fails because of warnings; empty when it does not. */
    public Optional<String> violation() {
        if (!warningsAreErrors || warnings.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<String> names = new TreeSet<>();
        warnings.forEach(warning -> names.add(warning.ruleName()));
        return Optional.of("lint violation found for rules: " + String.join(", ", names));
    }
}
