package dev.cooper.store;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.util.Collection;

/** Says which blobs are needed besides those of images, for example by the build cache. */
@FunctionalInterface
public interface Roots {
    /**
     * Returns the digests of blobs to keep; what they point at is not followed.
     *
     * @throws IOException when they cannot be known; nothing is deleted then
     */
    Collection<Digest> digests() throws IOException;
}
