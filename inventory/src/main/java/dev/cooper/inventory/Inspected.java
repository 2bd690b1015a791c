package dev.cooper.inventory;

import java.util.List;
import java.util.Map;

/**
 * What was found in an image or a directory.
 *
 * @param inventory its packages, and warnings about files that could not be read
 * @param observed what observers have made of each layer, from the bottom up, by their ids; a
 *     directory is one layer
 * @param sizes of the layers' tars in bytes, 0 where there is no tar
 */
public record Inspected(
        ImageInventory inventory, List<Map<String, byte[]>> observed, List<Long> sizes) {
    public Inspected {
        observed = List.copyOf(observed);
        sizes = List.copyOf(sizes);
    }
}
