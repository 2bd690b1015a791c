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
}
