package dev.cooper.trust.tuf;

import java.io.IOException;

/** What a repository gave must not be believed. */
public final class RefusedMetadataException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedMetadataException(String message) {
        super(message);
    }

    RefusedMetadataException(String message, Throwable cause) {
        super(message, cause);
    }
}
