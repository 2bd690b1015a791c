package dev.cooper.policy.sigstore;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Stated;
import dev.cooper.policy.rego.Compliance;
import dev.cooper.policy.rego.Program;
import dev.cooper.policy.rego.RegoException;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must have been stated of an image.
 *
 * @param name what the policy calls it
 * @param type the predicate's type
 * @param policy what it must say
 */
record WantedStatement(String name, String type, Optional<Program> policy) {
    /** Tells whether a statement of this type that holds says what it must. */
    Check about(Facts facts, Attestor attestor) throws IOException {
        List<Check> proven = new ArrayList<>();
        List<Check> unproven = new ArrayList<>();
        try {
            for (Stated stated : facts.attestations(attestor, type)) {
                if (stated.check().isPassed()) {
                    proven.add(judged(stated));
                } else {
                    unproven.add(stated.check());
                }
            }
        } catch (SyntaxException e) {
            return Check.notChecked(name, String.valueOf(e.getMessage()));
        }
        if (!proven.isEmpty()) {
            return Check.any(name, proven);
        }
        return unproven.isEmpty()
                ? Check.failed(name, "there is no attestation " + type)
                : Check.any(name, unproven);
    }

    private Check judged(Stated stated) {
        if (policy.isEmpty()) {
            return stated.check();
        }
        try {
            Compliance found =
                    Compliance.compliant(policy.get(), Json.parse(stated.statement().toJson()));
            return found.holds() && found.warnings().isEmpty()
                    ? Check.passed(name, "it complies")
                    : Check.failed(name, String.join("; ", said(found)));
        } catch (RegoException e) {
            return Check.notChecked(name, String.valueOf(e.getMessage()));
        }
    }

    /** A warning is against a statement, too. */
    private static List<String> said(Compliance found) {
        List<String> said = new ArrayList<>(found.errors());
        said.addAll(found.warnings());
        return said;
    }
}
