package dev.cooper.trust.notary;

import java.io.IOException;

/** Metadata that must not be believed. */
public final class UntrustedException extends IOException {
    private static final long serialVersionUID = 1;

    private final String check;

    UntrustedException(String check, String message) {
        super(message);
        this.check = check;
    }

    /** The name of the check that failed, such as {@code timestamp-expired}. */
    public String check() {
        return check;
    }
}
