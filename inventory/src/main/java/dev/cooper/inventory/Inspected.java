package dev.cooper.inventory;

import java.util.List;
import java.util.Map;

/**
 * What was found in an image or a directory.
 *
 * @param inventory its packages, and warnings about files that could not be read
 * @param observed what observers have made of each layer, from the bottom up, by their ids; a
 *     directory is one layer
 */
public record Inspected(ImageInventory inventory, List<Map<String, byte[]>> observed) {
    public Inspected {
        observed = List.copyOf(observed);
    }
}
