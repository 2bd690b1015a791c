package dev.cooper.trust.cosign;

import dev.cooper.oci.Digest;
import dev.cooper.trust.verdict.Check;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A signature that hangs on an image, and what came out when it was verified.
 *
 * @param form how it is stored
 * @param stored the digest of the blob that holds it
 * @param reference what the signer called the image; proves nothing
 * @param annotations what the signer noted
 * @param check whether it holds, with reasons
 */
public record FoundSignature(
        Form form,
        Digest stored,
        String reference,
        SortedMap<String, String> annotations,
        Check check) {
    /** Copies the annotations. */
    public FoundSignature {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }
}
