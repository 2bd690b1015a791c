package dev.cooper.policy.kyverno;

import dev.cooper.policy.evidence.Attestor;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Attestors of whom so many must have signed.
 *
 * @param count how many
 * @param entries who
 */
record AttestorSet(int count, List<Entry> entries) {
    /** Somebody, or several of whom so many must have signed. */
    sealed interface Entry {
        /** Somebody. */
        record One(Attestor attestor) implements Entry {}

        /** Several. */
        record Several(AttestorSet set) implements Entry {}
    }

    /** How one attestor is looked for. */
    interface Ask {
        Check about(Attestor attestor) throws IOException;
    }

    /** Passed when enough have signed. */
    Check check(Ask ask) throws IOException {
        List<Check> checks = new ArrayList<>();
        int passed = 0;
        int open = 0;
        for (Entry entry : entries) {
            Check check =
                    switch (entry) {
                        case Entry.One one -> ask.about(one.attestor());
                        case Entry.Several several -> several.set().check(ask);
                    };
            checks.add(check);
            passed += check.isPassed() ? 1 : 0;
            open += check.outcome() == Check.Outcome.NOT_CHECKED ? 1 : 0;
            if (passed >= count) {
                return new Check("attestors", Check.Outcome.PASSED, "", checks);
            }
        }
        Check.Outcome outcome =
                passed + open >= count ? Check.Outcome.NOT_CHECKED : Check.Outcome.FAILED;
        if (entries.size() == 1) {
            return new Check("attestors", outcome, "", checks);
        }
        String why = passed + " of " + entries.size() + " attestors have signed, want " + count;
        Check first =
                checks.stream()
                        .filter(each -> each.outcome() == outcome)
                        .findFirst()
                        .orElse(checks.getFirst());
        return new Check("attestors", outcome, why + "; " + first.why(), List.of());
    }
}
