package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Stated;
import dev.cooper.trust.verdict.Check;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A statement that must have been made of the image.
 *
 * @param name by which the rule asks for what is stated; may be empty
 * @param type the predicate's type
 * @param attestors by whom
 * @param conditions what must hold of the predicate of each such statement
 */
record Attestation(String name, String type, List<AttestorSet> attestors, Conditions conditions) {

    /**
     * Looks for it.
     *
     * @param known what conditions may ask for, beside what is stated
     * @param stated gets what is stated, under the name
     */
    Check check(Facts facts, Template known, Map<String, @Nullable Object> stated)
            throws IOException {
        if (attestors.isEmpty()) {
            return Check.failed("attestation", "nobody is named who must have stated " + type);
        }
        Set<@Nullable Object> said = new LinkedHashSet<>();
        List<Check> checks = new ArrayList<>();
        for (AttestorSet set : attestors) {
            checks.add(set.check(attestor -> about(facts, attestor, known, said)));
        }
        if (!name.isEmpty() && said.size() > 1) {
            String why = "there are " + said.size() + " statements " + type + " that differ";
            checks.add(Check.notChecked(name, why));
        }
        if (!name.isEmpty() && !said.isEmpty()) {
            stated.put(name, said.iterator().next());
        }
        return Check.all("attestation", checks);
    }

    /** What is stated by others counts for nothing, neither for nor against the image. */
    private Check about(Facts facts, Attestor attestor, Template known, Set<@Nullable Object> said)
            throws IOException {
        List<Check> unproven = new ArrayList<>();
        List<Check> proven = new ArrayList<>();
        for (Stated stated : facts.attestations(attestor, type)) {
            if (stated.check().isPassed()) {
                Object predicate = stated.statement().predicate();
                said.add(predicate);
                proven.add(conditions(predicate, known));
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

    private Check conditions(@Nullable Object predicate, Template known) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (predicate instanceof Map<?, ?> map) {
            map.forEach((key, value) -> members.put(String.valueOf(key), value));
        }
        try {
            Template template =
                    predicate instanceof Map ? known.with(members) : known.of(predicate);
            Optional<String> against = conditions.against(template);
            return against.isEmpty()
                    ? Check.passed("conditions", "they hold")
                    : Check.failed("conditions", type + ": " + against.get());
        } catch (SyntaxException e) {
            return Check.notChecked("conditions", type + ": " + e.getMessage());
        }
    }
}
