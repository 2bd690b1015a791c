package dev.cooper.base;

import java.io.IOException;

/** An archive answered a request with a status that is neither success nor "not there". */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** Returns whether the same request may succeed a little later. */
    boolean isTemporary() {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }
}
