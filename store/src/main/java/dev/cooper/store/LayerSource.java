package dev.cooper.store;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.io.InputStream;

/**
 * A layer to unpack.
 *
 * @param diffId digest of the uncompressed tar, which is verified
 * @param blob opens the layer's blob
 */
public record LayerSource(Digest diffId, Blob blob) {

    /** Opens a layer's blob. */
    @FunctionalInterface
    public interface Blob {
        /**
         * Returns the blob from its start, compressed in any way that images use or not at all; the
         * caller closes it. Called only for layers that are not unpacked yet, on any thread.
         */
        InputStream open() throws IOException;
    }
}
