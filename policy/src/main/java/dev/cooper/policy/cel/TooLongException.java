package dev.cooper.policy.cel;

/** An expression takes more steps than it may; no other part of it makes up for that. */
final class TooLongException extends CelException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
        super("the expression takes more than " + Program.MOST_STEPS + " steps");
    }
}
