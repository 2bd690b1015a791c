package dev.cooper.store;

import dev.cooper.oci.Descriptor;

import java.util.List;

/**
 * What a copy moved.
 *
 * @param blobs how many blobs the target lacked
 * @param bytes how many bytes they have
 * @param missing manifests of an index that the source does not hold, so that they stayed behind
 */
public record Copied(int blobs, long bytes, List<Descriptor> missing) {
    /** Copies the list. */
    public Copied {
        missing = List.copyOf(missing);
    }
}
