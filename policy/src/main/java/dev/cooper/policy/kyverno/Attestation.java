package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Stated;
import dev.cooper.policy.jmespath.Query;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statement that must have been made of the image.
 *
 * @param type the predicate's type
 * @param attestors by whom
 * @param conditions what must hold of the predicate of each such statement
 */
record Attestation(String type, List<AttestorSet> attestors, Conditions conditions) {

    Check check(Facts facts, Instant now) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (AttestorSet set : attestors) {
            checks.add(set.check(attestor -> about(facts, attestor, now)));
        }
        return Check.all("attestation", checks);
    }

    /** What is stated by others counts for nothing, neither for nor against the image. */
    private Check about(Facts facts, Attestor attestor, Instant now) throws IOException {
        List<Stated> all = facts.attestations(attestor, type);
        List<Check> unproven = new ArrayList<>();
        List<Check> proven = new ArrayList<>();
        for (Stated stated : all) {
            if (stated.check().isPassed()) {
                proven.add(conditions(stated, now));
            } else {
                unproven.add(stated.check());
            }
        }
        if (!proven.isEmpty()) {
            return Check.all("attestation", proven);
        }
        return unproven.isEmpty()
                ? Check.failed("attestation", "there is no attestation " + type)
                : Check.any("attestation", unproven);
    }

    private Check conditions(Stated stated, Instant now) {
        try {
            Template template = new Template(new Query(now), stated.statement().predicate());
            Optional<String> against = conditions.against(template);
            return against.isEmpty()
                    ? Check.passed("conditions", "they hold")
                    : Check.failed("conditions", type + ": " + against.get());
        } catch (SyntaxException e) {
            return Check.notChecked("conditions", type + ": " + e.getMessage());
        }
    }
}
