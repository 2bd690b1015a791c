package dev.cooper.build;

import java.io.IOException;

/** Why a step could not be made, with the place of its instruction in front. */
final class LocatedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Label label;

    private LocatedException(String message, Label label, Exception cause) {
        super(message, cause);
        this.label = label;
    }

    /** Puts a place in front; what has one keeps it. */
    static LocatedException at(Label label, Exception cause) {
        if (cause instanceof LocatedException located) {
            return located;
        }
        String message = String.valueOf(cause.getMessage());
        return new LocatedException(
                label.origin()
                        .filter(origin -> !message.startsWith(origin.file().name() + ":"))
                        .map(origin -> String.valueOf(origin.error(message).getMessage()))
                        .orElse(message),
                label,
                cause);
    }

    /** The vertex that could not be made. */
    Label label() {
        return label;
    }
}
