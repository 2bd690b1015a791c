package dev.cooper.build;

import java.io.IOException;

/** Why a step could not be made, with the place of its instruction in front. */
final class LocatedException extends IOException {
    private static final long serialVersionUID = 1L;

    private LocatedException(String message, Exception cause) {
        super(message, cause);
    }

    static LocatedException at(Label label, Exception cause) {
        String message = String.valueOf(cause.getMessage());
        return new LocatedException(
                label.origin()
                        .map(origin -> origin.file().name() + ":" + origin.range() + ": ")
                        .filter(place -> !message.startsWith(place))
                        .map(place -> place + message)
                        .orElse(message),
                cause);
    }
}
