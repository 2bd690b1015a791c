package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule with {@code verifyImages}.
 *
 * @param match what it is about
 * @param exclude what it is not about after all
 */
record VerifyRule(
        String name,
        ResourceMatch match,
        ResourceMatch exclude,
        List<ImageVerification> verifications) {

    boolean isAbout(Request request) {
        return match.matches(request, true) && !exclude.matches(request, false);
    }

    boolean isAboutImage(Request request) {
        return isAbout(request) && verifications.stream().anyMatch(one -> one.isAbout(request));
    }

    /** Decides, where the policy refuses unless the rule says otherwise. */
    Decision decide(String policy, boolean enforces, Facts facts, Request request) {
        if (!isAbout(request)) {
            return Decision.ALLOWED;
        }
        List<Decision> decisions = new ArrayList<>();
        for (ImageVerification each : verifications) {
            if (each.isAbout(request)) {
                decisions.add(decide(policy, each, enforces, facts, request));
            }
        }
        return Decision.all(decisions);
    }

    private Decision decide(
            String policy,
            ImageVerification verification,
            boolean enforces,
            Facts facts,
            Request request) {
        boolean refuses = verification.enforces().orElse(enforces);
        String image = facts.name().familiar() + ": ";
        List<Reason> reasons = new ArrayList<>();
        try {
            String said = verification.message().isEmpty() ? "" : ": " + verification.message();
            for (String why : verification.against(facts, request)) {
                reasons.add(new Reason(policy, name, image + why + said, verification.where()));
            }
        } catch (IOException | SyntaxException e) {
            String why = image + "not checked: " + e.getMessage();
            return new Decision(
                    refuses ? Decision.Outcome.ERROR : Decision.Outcome.WARN,
                    List.of(new Reason(policy, name, why, verification.where())));
        }
        return reasons.isEmpty()
                ? Decision.ALLOWED
                : new Decision(refuses ? Decision.Outcome.DENY : Decision.Outcome.WARN, reasons);
    }

    boolean pins(boolean enforces, Request request) {
        return isAbout(request)
                && verifications.stream()
                        .anyMatch(each ->
                                each.pins()
                                        && each.enforces().orElse(enforces)
                                        && each.isAbout(request));
    }
}
