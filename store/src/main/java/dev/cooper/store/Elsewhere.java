package dev.cooper.store;

import dev.cooper.oci.Reference;

import java.io.IOException;

/** Reaches the places that content came from, which a store knows by name only. */
@FunctionalInterface
public interface Elsewhere {
    /**
     * Opens a repository of a registry. Nothing is asked yet.
     *
     * @param name registry and repository
     * @throws IOException when the configuration forbids it
     */
    Place repository(Reference name) throws IOException;
}
