package dev.cooper.store.archive;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;

import java.util.List;

/**
 * A verified image in an archive.
 *
 * @param descriptor the manifest or index, which is in the store
 * @param id the digest of the config
 * @param names the names the archive gives it
 */
record FoundImage(Descriptor descriptor, Digest id, List<Reference> names) {
    FoundImage {
        names = List.copyOf(names);
    }
}
