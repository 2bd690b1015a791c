package dev.cooper.oci;

/** The media types of image content, OCI's and Docker's. */
public final class MediaTypes {
    /** An OCI index. */
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

    /** An OCI image manifest. */
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    /** An OCI image config. */
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

    /** An uncompressed layer. */
    public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";

    /** A layer compressed with gzip. */
    public static final String OCI_LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";

    /** A layer compressed with Zstandard. */
    public static final String OCI_LAYER_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";

    /** The empty JSON object, for artifacts without a config. */
    public static final String OCI_EMPTY = "application/vnd.oci.empty.v1+json";

    /** Docker's list of manifests. */
    public static final String DOCKER_INDEX =
            "application/vnd.docker.distribution.manifest.list.v2+json";

    /** Docker's image manifest, schema 2. */
    public static final String DOCKER_MANIFEST =
            "application/vnd.docker.distribution.manifest.v2+json";

    /** Docker's image config. */
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

    /** Docker's uncompressed layer. */
    public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";

    /** Docker's layer compressed with gzip. */
    public static final String DOCKER_LAYER_GZIP =
            "application/vnd.docker.image.rootfs.diff.tar.gzip";

    /** Docker's layer compressed with Zstandard. */
    public static final String DOCKER_LAYER_ZSTD =
            "application/vnd.docker.image.rootfs.diff.tar.zstd";

    /** An in-toto statement, the layer of an attestation manifest. */
    public static final String IN_TOTO = "application/vnd.in-toto+json";

    private MediaTypes() {}

    /** Tells whether content of this type is an index (a list of manifests). */
    public static boolean isIndex(String mediaType) {
        return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_INDEX);
    }

    /** Tells whether content of this type is an image manifest. */
    public static boolean isManifest(String mediaType) {
        return mediaType.equals(OCI_MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
    }

    /** Tells whether content of this type is an image config. */
    public static boolean isConfig(String mediaType) {
        return mediaType.equals(OCI_CONFIG) || mediaType.equals(DOCKER_CONFIG);
    }

    /** Tells whether content of this type is a layer, that is a tar in some compression. */
    public static boolean isLayer(String mediaType) {
        return mediaType.startsWith("application/vnd.oci.image.layer.")
                || mediaType.startsWith("application/vnd.docker.image.rootfs.");
    }
}
