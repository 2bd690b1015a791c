package dev.cooper.registry.protocol;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is answered with an error of the distribution specification. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int status;
    private final LinkedHashMap<String, String> headers = new LinkedHashMap<>();
    private transient @Nullable Object detail;

    /** An error with the status that the code has in the specification. */
    public ApiException(ErrorCode code, String message) {
        this(code, code.status(), message);
    }

    /** An error with another status. */
    public ApiException(ErrorCode code, int status, String message) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
    }

    /** To a method that an address does not take. */
    public static ApiException notAllowed(String methods) {
        return new ApiException(ErrorCode.UNSUPPORTED, "this address takes only " + methods)
                .header("Allow", methods);
    }

    /** To any deletion, where that is not wanted. */
    public static ApiException deleteDisabled() {
        return new ApiException(
                ErrorCode.UNSUPPORTED,
                "deleting is switched off; set storage.delete.enabled in the configuration");
    }

    /** Adds what programs read of it, as JSON. */
    public ApiException detail(Object value) {
        detail = value;
        return this;
    }

    /** What programs read of it, as JSON; null for nothing. */
    public @Nullable Object detail() {
        return detail;
    }

    /** Adds a header to the answer. */
    public ApiException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** The code in the body of the answer. */
    public ErrorCode code() {
        return code;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** Headers of the answer beside the usual ones. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The sentence in the body of the answer. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
