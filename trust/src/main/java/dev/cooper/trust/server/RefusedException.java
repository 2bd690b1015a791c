package dev.cooper.trust.server;

import java.io.Serial;

/** What was asked is refused, for a reason that whoever asked may know. */
final class RefusedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Of HTTP. */
    int status() {
        return status;
    }
}
