package dev.cooper.trust.notation;

import dev.cooper.oci.Digest;
import dev.cooper.trust.verdict.Check;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A signature of the Notary Project on an artifact, and what came out when it was verified.
 *
 * @param manifest the digest of the manifest that holds it
 * @param metadata what the signer noted; proves something only when the check has passed
 * @param check whether it holds, with reasons; what a policy only logs is among the parts
 */
public record NotationSignature(Digest manifest, SortedMap<String, String> metadata, Check check) {
    /** Copies the metadata. */
    public NotationSignature {
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }
}
