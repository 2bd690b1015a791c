package dev.cooper.policy.rule;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule: the image is refused when one of the conditions speaks against it.
 *
 * @param description what the user says about it; empty when nothing
 * @param warns whether it only warns
 * @param images patterns of the images it is about; all when there are none
 * @param where its file and line
 */
record ImageRule(
        String name,
        String description,
        boolean warns,
        List<Wildcard> images,
        List<Condition> conditions,
        String where) {

    Decision decide(String policy, Facts facts, Request request) {
        if (!isAbout(facts)) {
            return Decision.ALLOWED;
        }
        List<Reason> reasons = new ArrayList<>();
        try {
            for (Condition condition : conditions) {
                Optional<String> against = condition.against(facts, request);
                if (against.isPresent()) {
                    reasons.add(new Reason(policy, name, message(facts, against.get()), where));
                }
            }
        } catch (IOException | SyntaxException e) {
            String message = facts.name().familiar() + ": not checked: " + e.getMessage();
            return new Decision(
                    Decision.Outcome.ERROR, List.of(new Reason(policy, name, message, where)));
        }
        return reasons.isEmpty()
                ? Decision.ALLOWED
                : new Decision(warns ? Decision.Outcome.WARN : Decision.Outcome.DENY, reasons);
    }

    private String message(Facts facts, String against) {
        String said = facts.name().familiar() + ": " + against;
        return description.isEmpty() ? said : said + ": " + description;
    }

    private boolean isAbout(Facts facts) {
        return images.isEmpty()
                || images.stream()
                        .anyMatch(each ->
                                each.matches(facts.name().toString())
                                        || each.matches(facts.name().familiar()));
    }
}
