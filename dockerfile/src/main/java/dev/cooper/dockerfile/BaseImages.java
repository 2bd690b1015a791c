package dev.cooper.dockerfile;

import dev.cooper.oci.Platform;

import java.util.Optional;

/** Where checks ask for base images. */
@FunctionalInterface
public interface BaseImages {
    /** Knows none: checks that need a base image are left out for stages that have one. */
    BaseImages UNKNOWN = (_, _) -> Optional.empty();

    /**
     * Finds the config of a base image.
     *
     * @param name as FROM gives it, expanded
     * @return empty when it is not known
     */
    Optional<BaseImage> find(String name, Platform platform);
}
