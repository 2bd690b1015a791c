package dev.cooper.policy.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What policies say of an image.
 *
 * @param outcome whether it may go on
 * @param reasons why not, or what there is to warn of; in the order of the policies
 */
public record Decision(Outcome outcome, List<Reason> reasons) {
    /** Nothing speaks against it. */
    public static final Decision ALLOWED = new Decision(Outcome.ALLOW, List.of());

    /** From the mildest to the gravest. */
    public enum Outcome {
        /** It may go on. */
        ALLOW,
        /** It may go on, and somebody should know. */
        WARN,
        /** It must not go on. */
        DENY,
        /** Nobody could tell; whether it may go on is for the policy's way to fail to say. */
        ERROR
    }

    /** Keeps a copy of the reasons. */
    public Decision {
        reasons = List.copyOf(reasons);
    }

    /** What several policies say together: the gravest outcome, the reasons of all. */
    public static Decision all(Collection<Decision> decisions) {
        Outcome gravest = Outcome.ALLOW;
        List<Reason> reasons = new ArrayList<>();
        for (Decision decision : decisions) {
            gravest = decision.outcome.compareTo(gravest) > 0 ? decision.outcome : gravest;
            reasons.addAll(decision.reasons);
        }
        return new Decision(gravest, reasons);
    }

    /** Whether it may go on: allowed, or with a warning only. */
    public boolean allows() {
        return outcome == Outcome.ALLOW || outcome == Outcome.WARN;
    }

    /** The reasons, one a line, without a line break at the end; empty when there are none. */
    public String text() {
        return String.join("\n", reasons.stream().map(Reason::text).toList());
    }
}
