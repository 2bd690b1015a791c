package dev.cooper.policy.cel;

/** An expression has no value: what it asks for is not there, or of another kind. */
public sealed class CelException extends RuntimeException permits TooLongException {
    private static final long serialVersionUID = 1L;

    /** Says why, half a sentence. */
    public CelException(String why) {
        super(why, null, false, false);
    }

    static CelException noOverload(String function) {
        return new CelException("no such overload: " + function);
    }
}
