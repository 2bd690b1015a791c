package dev.cooper.registry.config;

import java.util.Set;

/**
 * Which manifests are taken.
 *
 * @param types media types that are taken unread, beside OCI's and Docker's
 * @param sparse whether a manifest may refer to blobs that were never pushed
 */
public record ManifestsConfig(Set<String> types, boolean sparse) {
    /** OCI's and Docker's, whole. */
    static final ManifestsConfig DEFAULT = new ManifestsConfig(Set.of(), false);

    public ManifestsConfig {
        types = Set.copyOf(types);
    }

    /** Reads {@code cooper.manifests}. */
    static ManifestsConfig read(ConfigTree tree) {
        return new ManifestsConfig(
                Set.copyOf(tree.texts("cooper.manifests.mediatypes")),
                tree.flag("cooper.manifests.sparse", DEFAULT.sparse));
    }
}
