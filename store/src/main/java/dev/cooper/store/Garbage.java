package dev.cooper.store;

import dev.cooper.oci.Digest;

import java.util.List;

/**
 * What a garbage collection deleted.
 *
 * @param blobs the digests of the deleted blobs, sorted
 * @param bytes how many bytes they had
 */
public record Garbage(List<Digest> blobs, long bytes) {
    /** Copies the list. */
    public Garbage {
        blobs = List.copyOf(blobs);
    }
}
