package dev.cooper.store.archive;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;

import java.util.List;
import java.util.Optional;

/**
 * Verified content that an archive lists.
 *
 * @param descriptor the manifest or index, which is in the store
 * @param id the digest of the config; empty when it is no image but another artifact
 * @param names the names the archive gives it
 */
record FoundContent(Descriptor descriptor, Optional<Digest> id, List<Reference> names) {
    FoundContent {
        names = List.copyOf(names);
    }
}
