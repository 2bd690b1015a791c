package dev.cooper.registry.auth;

/** A token that is not believed; its message says why, without any part of the token. */
final class InvalidTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidTokenException(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
