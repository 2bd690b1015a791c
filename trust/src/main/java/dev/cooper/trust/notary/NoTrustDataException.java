package dev.cooper.trust.notary;

import java.io.IOException;

/** A repository of which the server has no metadata. */
public final class NoTrustDataException extends IOException {
    private static final long serialVersionUID = 1;

    NoTrustDataException(String message) {
        super(message);
    }
}
