package dev.cooper.trust.bundle;

import dev.cooper.oci.Digest;

import java.util.Optional;

/**
 * What a signature should be about.
 *
 * @param digest the SHA-256 of it
 * @param content itself, when it is at hand
 */
public record Artifact(Digest digest, Optional<byte[]> content) {
    /** Makes one of a file that is at hand. */
    public static Artifact of(byte[] content) {
        return new Artifact(Digest.sha256(content), Optional.of(content));
    }

    /** Makes one of which only the digest is known. */
    public static Artifact of(Digest digest) {
        return new Artifact(digest, Optional.empty());
    }
}
