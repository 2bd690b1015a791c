package dev.cooper.policy.decision;

/**
 * One reason for a decision.
 *
 * @param policy the name of the policy
 * @param rule the name of the rule in it
 * @param message what is wrong and what to do, in one sentence
 * @param where the file and line of the rule, {@code policy.yaml:12}; empty when it came from no
 *     file
 */
public record Reason(String policy, String rule, String message, String where) {

    /** One line: {@code policy/rule: message (policy.yaml:12)}. */
    public String text() {
        String line = policy + "/" + rule + ": " + message;
        return where.isEmpty() ? line : line + " (" + where + ")";
    }
}
