package dev.cooper.store.archive;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;

import java.util.List;

/**
 * An image and the names it shall have in an archive.
 *
 * @param descriptor the manifest or index
 * @param names with tags; may be empty
 */
public record NamedImage(Descriptor descriptor, List<Reference> names) {
    /** Copies the list; names without a tag get {@code latest}. */
    public NamedImage {
        names = names.stream().map(Reference::withDefaultTag).toList();
    }
}
