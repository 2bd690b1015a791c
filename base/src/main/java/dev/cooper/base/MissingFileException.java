package dev.cooper.base;

import java.io.IOException;

/** An archive answered that it has no such file. */
final class MissingFileException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingFileException(String message) {
        super(message);
    }
}
