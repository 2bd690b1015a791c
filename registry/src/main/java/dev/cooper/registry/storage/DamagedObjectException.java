package dev.cooper.registry.storage;

import java.io.IOException;

/** An object is not what was written. */
public final class DamagedObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedObjectException(String message) {
        super(message);
    }

    DamagedObjectException(long actual, long size) {
        this("it has " + actual + " of " + size + " bytes");
    }
}
