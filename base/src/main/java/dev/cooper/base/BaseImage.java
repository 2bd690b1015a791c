package dev.cooper.base;

import dev.cooper.oci.Descriptor;

import java.util.List;

/**
 * A base image that is in the store now.
 *
 * @param manifest where it is
 * @param suite the release it was made from
 * @param packages the packages in it, {@code name version}, by name
 * @param layerSize bytes of its layer, compressed
 * @param unpackedSize bytes of its layer's tar
 */
public record BaseImage(
        Descriptor manifest,
        String suite,
        List<String> packages,
        long layerSize,
        long unpackedSize) {
    /** Copies the list. */
    public BaseImage {
        packages = List.copyOf(packages);
    }
}
