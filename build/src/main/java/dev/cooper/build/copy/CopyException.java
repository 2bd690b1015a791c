package dev.cooper.build.copy;

import java.io.IOException;

/** A COPY or ADD that cannot be done as it is written; the message is a sentence for the user. */
public final class CopyException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Reports what cannot be done, with names of both sides where there are two. */
    public CopyException(String message) {
        super(message);
    }
}
