package dev.cooper.oci;

/**
 * What the user (or a file of theirs) wrote is wrong. The message is one full sentence for them.
 */
public class SyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what is wrong, where, and what is wanted instead
     */
    public SyntaxException(String message) {
        super(message);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param message what is wrong, where, and what is wanted instead
     * @param cause what was found on the way
     */
    public SyntaxException(String message, Throwable cause) {
        super(message, cause);
    }
}
