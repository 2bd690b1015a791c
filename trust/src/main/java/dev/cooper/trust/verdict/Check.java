package dev.cooper.trust.verdict;

import java.util.List;

/**
 * One named check and what came out, with the checks it consists of. What could not be checked has
 * not passed.
 *
 * @param name a stable word, such as {@code signature}
 * @param outcome what came out
 * @param reason why, half a sentence; empty when the parts say it
 * @param parts the checks it consists of
 */
public record Check(String name, Outcome outcome, String reason, List<Check> parts) {
    /** What came out of a check. */
    public enum Outcome {
        /** It was checked and holds. */
        PASSED,
        /** It was checked and does not hold. */
        FAILED,
        /** It could not be checked, or nobody wanted it. */
        NOT_CHECKED
    }

    /** Copies the parts. */
    public Check {
        parts = List.copyOf(parts);
    }

    /** A check that holds. */
    public static Check passed(String name, String reason) {
        return new Check(name, Outcome.PASSED, reason, List.of());
    }

    /** A check that does not hold. */
    public static Check failed(String name, String reason) {
        return new Check(name, Outcome.FAILED, reason, List.of());
    }

    /** What could not be checked. */
    public static Check notChecked(String name, String reason) {
        return new Check(name, Outcome.NOT_CHECKED, reason, List.of());
    }

    /** A check that came out so or so. */
    public static Check of(String name, boolean holds, String passed, String failed) {
        return holds ? passed(name, passed) : failed(name, failed);
    }

    /** A check of several that must all hold; without parts it does not hold. */
    public static Check all(String name, List<Check> parts) {
        Outcome outcome = Outcome.PASSED;
        for (Check part : parts) {
            if (part.outcome == Outcome.FAILED) {
                outcome = Outcome.FAILED;
            } else if (part.outcome == Outcome.NOT_CHECKED && outcome == Outcome.PASSED) {
                outcome = Outcome.NOT_CHECKED;
            }
        }
        return parts.isEmpty()
                ? failed(name, "there is nothing to check")
                : new Check(name, outcome, "", parts);
    }

    /** A check of several of which one must hold; without parts it does not hold. */
    public static Check any(String name, List<Check> parts) {
        Outcome outcome = Outcome.FAILED;
        for (Check part : parts) {
            if (part.outcome == Outcome.PASSED) {
                outcome = Outcome.PASSED;
            } else if (part.outcome == Outcome.NOT_CHECKED && outcome == Outcome.FAILED) {
                outcome = Outcome.NOT_CHECKED;
            }
        }
        return parts.isEmpty()
                ? failed(name, "there is nothing to check")
                : new Check(name, outcome, "", parts);
    }

    /** Tells whether it was checked and holds. */
    public boolean isPassed() {
        return outcome == Outcome.PASSED;
    }

    /** Returns the first reason, depth first, why it has not passed; empty when it has. */
    public String why() {
        if (isPassed()) {
            return "";
        }
        for (Check part : parts) {
            if (part.outcome == outcome) {
                return part.why();
            }
        }
        return name + ": " + reason;
    }
}
