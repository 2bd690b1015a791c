package dev.cooper.policy;

import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.policy.evidence.Request;

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
