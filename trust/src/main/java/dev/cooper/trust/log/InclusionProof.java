package dev.cooper.trust.log;

import java.util.List;

/**
 * The proof that an entry is in a log.
 *
 * @param index of the leaf in its tree
 * @param root of the tree, hexadecimal
 * @param size how many leaves the tree has
 * @param hashes beside the way up
 * @param checkpoint the signed note of the log; empty when there is none
 */
public record InclusionProof(
        long index, String root, long size, List<byte[]> hashes, String checkpoint) {
    /** Copies the hashes. */
    public InclusionProof {
        hashes = List.copyOf(hashes);
    }
}
