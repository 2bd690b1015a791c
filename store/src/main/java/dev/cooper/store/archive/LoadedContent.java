package dev.cooper.store.archive;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;

import java.util.List;

/**
 * An image or another artifact that was loaded.
 *
 * @param descriptor its manifest or index
 * @param names the names it got; may be empty
 * @param isConverted whether the archive holds no manifest of it, so that one was made
 */
public record LoadedContent(Descriptor descriptor, List<Reference> names, boolean isConverted) {
    /** Copies the list. */
    public LoadedContent {
        names = List.copyOf(names);
    }
}
