package dev.cooper.policy.rule;

import dev.cooper.policy.cel.CelException;
import dev.cooper.policy.cel.Program;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Request;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * An expression that speaks against an image when it holds, or when it does not.
 *
 * @param wanted whether the image must make it hold
 */
record Expression(Program program, boolean wanted) implements Condition {
    @Override
    public Optional<String> against(Facts facts, Request request) throws IOException {
        try {
            if (program.holds(FactVariables.of(facts, request)) == wanted) {
                return Optional.empty();
            }
            return Optional.of(
                    (wanted ? "it does not hold that " : "it holds that ")
                            + program.text().strip());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CelException e) {
            throw new IOException(program.text().strip() + ": " + e.getMessage(), e);
        }
    }
}
