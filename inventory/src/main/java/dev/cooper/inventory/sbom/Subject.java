package dev.cooper.inventory.sbom;

import dev.cooper.oci.Digest;

import java.util.List;
import java.util.Optional;

/**
 * What an SBOM is about.
 *
 * @param name as the user called it
 * @param image of what it consists; empty for a directory
 */
public record Subject(String name, Optional<Image> image) {
    /**
     * An image.
     *
     * @param id the digest of its configuration
     * @param layers from the bottom up
     */
    public record Image(
            Digest id, List<String> repoTags, List<String> repoDigests, List<Layer> layers) {
        public Image {
            repoTags = List.copyOf(repoTags);
            repoDigests = List.copyOf(repoDigests);
            layers = List.copyOf(layers);
        }
    }

    /**
     * A layer of an image.
     *
     * @param diffId of its tar
     * @param digest of its blob; empty where it has none, as in a docker archive
     * @param origin the line of the Dockerfile, such as {@code Dockerfile:12}; empty when it is not
     *     known
     * @param createdBy the instruction, as the image's history tells it; may be empty
     */
    public record Layer(Digest diffId, Optional<Digest> digest, String origin, String createdBy) {}

    /** The layer of that number; empty for a directory. */
    Optional<Layer> layer(int number) {
        return image.filter(each -> number < each.layers().size())
                .map(each -> each.layers().get(number));
    }
}
