package dev.cooper.scan.server;

import java.io.IOException;

/** The client is told no, and why. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status of HTTP
     * @param reason a sentence for the client
     */
    RefusedException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    int status() {
        return status;
    }
}
