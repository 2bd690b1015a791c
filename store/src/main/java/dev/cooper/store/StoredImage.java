package dev.cooper.store;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Reference;

import java.util.List;

/**
 * An image in the local store.
 *
 * @param descriptor what the names point at: the manifest, or an index that lists it
 * @param names all its names, sorted; empty for a dangling image
 * @param manifest the manifest; of an index the one that fits this machine best
 * @param config the config of that manifest
 * @param id the image's id as docker prints it: the digest of the config
 * @param size bytes of all layers uncompressed, as far as known, else compressed
 * @param layerSizes the same for each layer, the lowest first
 */
public record StoredImage(
        Descriptor descriptor,
        List<Reference> names,
        ImageManifest manifest,
        ImageConfig config,
        Digest id,
        long size,
        List<Long> layerSizes) {
    /** Copies the lists. */
    public StoredImage {
        names = List.copyOf(names);
        layerSizes = List.copyOf(layerSizes);
    }
}
