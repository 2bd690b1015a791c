package dev.cooper.store;

import java.io.IOException;

/** A place does not hold what was asked for. */
public final class NotFoundException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what was wanted, and where it was looked for
     */
    public NotFoundException(String message) {
        super(message);
    }

    /**
     * Makes an exception.
     *
     * @param message what was wanted, and where it was looked for
     * @param cause why it could not be had
     */
    public NotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
