package dev.cooper.oci;

/** Keys of well-known annotations on descriptors, manifests and indexes. */
public final class Annotations {
    /** The full name of an image in an index, for example {@code docker.io/library/shop:1}. */
    public static final String IMAGE_NAME = "io.containerd.image.name";

    /** The name by which tools look an image up in an OCI layout. */
    public static final String REF_NAME = "org.opencontainers.image.ref.name";

    /** When the content was made, RFC 3339. */
    public static final String CREATED = "org.opencontainers.image.created";

    /** On an attestation in an index: what it is, for example {@code attestation-manifest}. */
    public static final String REFERENCE_TYPE = "vnd.docker.reference.type";

    /** On an attestation in an index: the digest of the manifest it speaks about. */
    public static final String REFERENCE_DIGEST = "vnd.docker.reference.digest";

    private Annotations() {}
}
