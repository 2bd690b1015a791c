package dev.cooper.policy.rule;

import dev.cooper.policy.cel.CelException;
import dev.cooper.policy.cel.Program;
import dev.cooper.policy.cel.Variables;
import dev.cooper.policy.evidence.Attested;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Stated;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A statement that somebody must have made of the image.
 *
 * @param type the predicate's type
 * @param attestors who; one is enough
 * @param expected what must hold of the {@code predicate}
 */
record StatedBy(String type, List<Attestor> attestors, Optional<Program> expected)
        implements Condition {
    @Override
    public Optional<String> against(Facts facts, Request request) throws IOException {
        String why = "there is no attestation " + type;
        for (Attestor attestor : attestors) {
            for (Stated stated : facts.attestations(attestor, type)) {
                if (!stated.check().isPassed()) {
                    why = type + ": " + Attested.why(stated.check());
                } else if (expected.isEmpty() || holds(expected.get(), stated, request)) {
                    return Optional.empty();
                } else {
                    why = type + ": it does not hold that " + expected.get().text().strip();
                }
            }
        }
        return Optional.of(why);
    }

    private static boolean holds(Program program, Stated stated, Request request)
            throws IOException {
        Variables variables =
                new Variables()
                        .with("predicate", stated.statement().predicate())
                        .with("now", request.now());
        try {
            return program.holds(variables);
        } catch (CelException e) {
            throw new IOException(program.text().strip() + ": " + e.getMessage(), e);
        }
    }
}
