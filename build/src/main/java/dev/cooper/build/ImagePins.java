package dev.cooper.build;

import dev.cooper.oci.Reference;

import java.io.IOException;

/** Says which version of an image a build may take. */
@FunctionalInterface
public interface ImagePins {
    /** Any: what the store or the registry has under the name. */
    ImagePins NONE = reference -> reference;

    /**
     * Pins an image.
     *
     * @param reference what a Dockerfile names
     * @return the same with the digest that it must have
     * @throws IOException when it must not be used
     */
    Reference pin(Reference reference) throws IOException;
}
