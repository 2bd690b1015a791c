package dev.cooper.registry.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Bytes that are complete and can be made a blob. */
public interface FinishedBytes {
    /** How many there are. */
    long size();

    /** The bytes, when they are few enough for the database; else null. */
    byte @Nullable [] inline() throws IOException;

    /**
     * Makes the bytes an object, durable on return, which is from then on the caller's.
     *
     * @return its key
     */
    String store() throws IOException;
}
