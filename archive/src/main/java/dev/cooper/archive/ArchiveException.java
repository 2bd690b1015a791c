package dev.cooper.archive;

import java.io.IOException;

/**
 * Reports that an archive or a compressed stream is damaged, uses a feature that is not supported,
 * or passes a limit that the caller set. The message is a full sentence for the user.
 */
public class ArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Reports what is wrong. */
    public ArchiveException(String message) {
        super(message);
    }

    /** Reports what is wrong and what the decoder found. */
    public ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
