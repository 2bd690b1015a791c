package dev.cooper.transfer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A registry refused a request, cannot be reached, or answered what the protocol does not allow.
 * The message is a whole sentence: what was wanted, what the registry said, what to do.
 */
public final class RegistryException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String host;
    private final String reference;
    private final @Nullable Duration retryAfter;

    RegistryException(String message, int status, String code, String host, String reference) {
        this(message, status, code, host, reference, Optional.empty());
    }

    RegistryException(
            String message,
            int status,
            String code,
            String host,
            String reference,
            Optional<Duration> retryAfter) {
        super(message);
        this.status = status;
        this.code = code;
        this.host = host;
        this.reference = reference;
        this.retryAfter = retryAfter.orElse(null);
    }

    RegistryException(String message, String host, String reference, IOException cause) {
        super(message, cause);
        this.status = 0;
        this.code = "";
        this.host = host;
        this.reference = reference;
        this.retryAfter = null;
    }

    /** Returns how long the registry asks to wait before the next request, if it says so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Returns the HTTP status, 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** Returns the error code of the answer, such as {@code MANIFEST_UNKNOWN}, or "". */
    public String code() {
        return code;
    }

    /** Returns the registry, host and port as in a reference. */
    public String host() {
        return host;
    }

    /** Returns what the request was about: an image, a repository, or "". */
    public String reference() {
        return reference;
    }
}
