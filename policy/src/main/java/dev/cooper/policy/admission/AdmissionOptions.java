package dev.cooper.policy.admission;

import java.time.Duration;
import java.util.List;

/**
 * How a cluster's questions are answered.
 *
 * @param exempt namespaces about which nothing is asked; {@code *} stands for any characters
 * @param budget how long an answer may take, whatever the cluster grants
 * @param pins whether images become what their names stand for now
 */
public record AdmissionOptions(List<String> exempt, Duration budget, boolean pins) {
    /** What clusters grant when nobody said otherwise is ten seconds. */
    public static final Duration USUAL_BUDGET = Duration.ofSeconds(9);

    /** Copies the namespaces. */
    public AdmissionOptions {
        exempt = List.copyOf(exempt);
    }

    /** Nothing exempt, and pinning. */
    public static AdmissionOptions usual() {
        return new AdmissionOptions(List.of(), USUAL_BUDGET, true);
    }

    boolean isExempt(String namespace) {
        return !namespace.isEmpty()
                && exempt.stream().anyMatch(pattern -> matches(pattern, 0, namespace, 0));
    }

    private static boolean matches(String pattern, int at, String text, int from) {
        if (at == pattern.length()) {
            return from == text.length();
        }
        if (pattern.charAt(at) == '*') {
            for (int rest = from; rest <= text.length(); rest++) {
                if (matches(pattern, at + 1, text, rest)) {
                    return true;
                }
            }
            return false;
        }
        return from < text.length()
                && pattern.charAt(at) == text.charAt(from)
                && matches(pattern, at + 1, text, from + 1);
    }
}
