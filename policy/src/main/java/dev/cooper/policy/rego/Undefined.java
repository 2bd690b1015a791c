package dev.cooper.policy.rego;

/** A function has no value for what it is given; so what asks for it has none either. */
final class Undefined extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Undefined() {
        super("undefined", null, false, false);
    }

    static Undefined here() {
        return new Undefined();
    }
}
