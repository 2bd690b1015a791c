package dev.cooper.registry;

import java.io.IOException;

/** Something the registry needs cannot be reached now; the same request may succeed later. */
final class UnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
