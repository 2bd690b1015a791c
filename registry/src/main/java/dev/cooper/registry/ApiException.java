package dev.cooper.registry;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is answered with an error of the distribution specification. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int status;
    private final LinkedHashMap<String, String> headers = new LinkedHashMap<>();

    ApiException(ErrorCode code, String message) {
        this(code, code.status(), message);
    }

    ApiException(ErrorCode code, int status, String message) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
    }

    /** To a method that an address does not take. */
    static ApiException notAllowed(String methods) {
        return new ApiException(ErrorCode.UNSUPPORTED, "this address takes only " + methods)
                .header("Allow", methods);
    }

    /** To any deletion, where that is not wanted. */
    static ApiException deleteDisabled() {
        return new ApiException(
                ErrorCode.UNSUPPORTED,
                "deleting is switched off; set storage.delete.enabled in the configuration");
    }

    ApiException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    ErrorCode code() {
        return code;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
