package dev.cooper.store;

import java.io.IOException;

/**
 * The store on disk is damaged, full or not writable. The message says which file and what to do.
 */
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message which file, what is wrong with it, what to do
     */
    public StoreException(String message) {
        super(message);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param message which file, what is wrong with it, what to do
     * @param cause what was found on the way
     */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
