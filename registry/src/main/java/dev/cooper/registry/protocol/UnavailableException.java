package dev.cooper.registry.protocol;

import java.io.IOException;

/** Something the registry needs cannot be reached now; the same request may succeed later. */
public final class UnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message a sentence for the log
     */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
