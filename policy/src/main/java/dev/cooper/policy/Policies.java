package dev.cooper.policy;

import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.policy.evidence.Request;
import dev.cooper.trust.verdict.Check;

import java.util.ArrayList;
import java.util.List;

/**
 * Several policies that must all let an image through.
 *
 * @param all in the order in which their reasons are told
 */
public record Policies(List<Policy> all) {
    /** Copies the policies. */
    public Policies {
        all = List.copyOf(all);
    }

    /**
     * Decides on one image. What a policy could not tell lets the image through, with a warning, if
     * that policy wants it so.
     */
    public Decision decide(Facts facts, Request request) {
        List<Decision> decisions = new ArrayList<>();
        for (Policy policy : all) {
            Decision decision = policy.decide(facts, request);
            boolean isOpen = decision.outcome() == Outcome.ERROR && policy.failsOpen();
            decisions.add(isOpen ? unchecked(decision) : decision);
        }
        return Decision.all(decisions);
    }

    /** Decides as {@link #decide} does, and tells of each policy what came out. */
    public Check checks(Facts facts, Request request) {
        List<Check> each = new ArrayList<>();
        for (Policy policy : all) {
            Decision decision = new Policies(List.of(policy)).decide(facts, request);
            Check.Outcome outcome =
                    switch (decision.outcome()) {
                        case ALLOW, WARN -> Check.Outcome.PASSED;
                        case DENY -> Check.Outcome.FAILED;
                        case ERROR -> Check.Outcome.NOT_CHECKED;
                    };
            Check.Outcome part =
                    decision.outcome() == Outcome.ERROR
                            ? Check.Outcome.NOT_CHECKED
                            : Check.Outcome.FAILED;
            String said = decision.outcome() == Outcome.WARN ? "it only warns" : "";
            each.add(
                    new Check(
                            "policy " + policy.name(),
                            outcome,
                            said,
                            decision.reasons().stream()
                                    .map(one ->
                                            new Check(one.rule(), part, one.message(), List.of()))
                                    .toList()));
        }
        return Check.all("policies", each);
    }

    /** Tells whether what none of them could tell lets images through. */
    public boolean failsOpen() {
        return !all.isEmpty() && all.stream().allMatch(Policy::failsOpen);
    }

    /** Turns an error into a warning that says that nothing was checked. */
    public static Decision unchecked(Decision error) {
        List<Reason> reasons = new ArrayList<>();
        for (Reason reason : error.reasons()) {
            reasons.add(
                    new Reason(
                            reason.policy(),
                            reason.rule(),
                            "let through unchecked: " + reason.message(),
                            reason.where()));
        }
        return new Decision(Outcome.WARN, reasons);
    }

    /** Says that an image is refused, in the words that are the same wherever it is. */
    public static String refusal(String image, Decision decision) {
        return "image " + image + " is refused by policy:\n" + decision.text();
    }
}
