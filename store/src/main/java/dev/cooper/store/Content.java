package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;

import java.util.List;

/**
 * Listed content of a store.
 *
 * @param root the manifest or index
 * @param names all its names
 */
record Content(Descriptor root, List<Reference> names) {
    /** Returns what people call it. */
    String label() {
        return names.isEmpty() ? root.digest().toString() : names.getFirst().familiar();
    }
}
