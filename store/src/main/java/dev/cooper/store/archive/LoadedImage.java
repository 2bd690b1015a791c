package dev.cooper.store.archive;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;

import java.util.List;
import java.util.Map;

/**
 * An image that was loaded.
 *
 * @param descriptor what the names now point at
 * @param id the id as docker prints it: the digest of the config
 * @param names the names it got; empty when the archive gives it none, it is dangling then
 * @param replaced of these names those that pointed at another image, and the id of that one
 */
public record LoadedImage(
        Descriptor descriptor, Digest id, List<Reference> names, Map<Reference, Digest> replaced) {
    /** Copies the collections. */
    public LoadedImage {
        names = List.copyOf(names);
        replaced = Map.copyOf(replaced);
    }
}
