package dev.cooper.store;

import java.util.List;

/**
 * The images of a store.
 *
 * @param images those that can be read
 * @param problems one sentence for each image that cannot
 */
public record Listing(List<StoredImage> images, List<String> problems) {
    /** Copies the lists. */
    public Listing {
        images = List.copyOf(images);
        problems = List.copyOf(problems);
    }
}
