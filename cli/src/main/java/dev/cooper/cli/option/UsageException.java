package dev.cooper.cli.option;

/**
 * The command line is wrong: an unknown option, a missing operand, two options that exclude each
 * other.
 */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A wrong command line.
     *
     * @param message one sentence, lower-case start, that quotes what was given
     */
    public UsageException(String message) {
        super(message);
    }
}
