package dev.cooper.policy.rego;

/** A module cannot be worked out: it contradicts itself, or takes too much time or memory. */
public final class RegoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why, half a sentence. */
    RegoException(String why) {
        super(why, null, false, false);
    }
}
