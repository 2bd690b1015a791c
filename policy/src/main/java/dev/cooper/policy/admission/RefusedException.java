package dev.cooper.policy.admission;

import java.io.IOException;

/** A client is told that its request is none, and why. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Makes one.
     *
     * @param status of HTTP
     * @param sentence for the client
     */
    RefusedException(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    int status() {
        return status;
    }
}
