package dev.cooper.build;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Platform;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.util.Optional;

/** Where the images named by FROM, {@code COPY --from} and mounts come from. */
@FunctionalInterface
interface BaseImages {
    /**
     * Finds an image for a platform.
     *
     * @param name as the Dockerfile has it
     * @param platform what is wanted; empty takes what there is, the host's platform first
     * @throws SyntaxException when the name is none
     * @throws IOException when there is none, or it cannot be read
     */
    Base resolve(String name, Optional<Platform> platform) throws IOException;

    /**
     * A resolved image.
     *
     * @param descriptor its manifest
     * @param manifest the manifest
     * @param config its config
     */
    record Base(Descriptor descriptor, ImageManifest manifest, ImageConfig config) {}
}
