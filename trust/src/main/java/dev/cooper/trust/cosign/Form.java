package dev.cooper.trust.cosign;

/** How a signature is stored. */
public enum Form {
    /** A bundle of sigstore in a manifest that refers to the image: cosign from version 3 on. */
    BUNDLE,
    /** A layer of the manifest under the tag {@code sha256-….sig}: cosign before version 3. */
    TAG
}
