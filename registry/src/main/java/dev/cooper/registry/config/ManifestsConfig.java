package dev.cooper.registry.config;

import java.util.Optional;
import java.util.Set;

/**
 * Which manifests are taken, and which images given out.
 *
 * @param types media types that are taken unread, beside OCI's and Docker's
 * @param sparse whether a manifest may refer to blobs that were never pushed
 * @param validation what else is asked of them
 * @param policy which images are given out; all when empty
 */
public record ManifestsConfig(
        Set<String> types,
        boolean sparse,
        ValidationConfig validation,
        Optional<PolicyConfig> policy) {
    /** OCI's and Docker's, whole. */
    static final ManifestsConfig DEFAULT =
            new ManifestsConfig(Set.of(), false, ValidationConfig.NONE, Optional.empty());

    public ManifestsConfig {
        types = Set.copyOf(types);
    }

    /** Reads {@code cooper.manifests}, {@code cooper.policy} and {@code validation}. */
    static ManifestsConfig read(ConfigTree tree) {
        return new ManifestsConfig(
                Set.copyOf(tree.texts("cooper.manifests.mediatypes")),
                tree.flag("cooper.manifests.sparse", DEFAULT.sparse),
                ValidationConfig.read(tree),
                PolicyConfig.read(tree));
    }
}
