package dev.cooper.scan;

import dev.cooper.inventory.DirectoryOptions;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.Inventories;
import dev.cooper.scan.report.Artifact;
import dev.cooper.scan.report.Metadata;

import java.nio.file.Path;
import java.util.List;

/** What is to be scanned. */
public sealed interface ScanTarget {
    /** What it is. */
    Artifact artifact();

    /** What is known of it beforehand. */
    Metadata metadata();

    /**
     * An image.
     *
     * @param layers from the bottom up
     * @param config its configuration as it is kept, a JSON text
     */
    record Image(
            Artifact artifact, Metadata metadata, List<Inventories.Layer> layers, String config)
            implements ScanTarget {
        public Image {
            layers = List.copyOf(layers);
        }
    }

    /** A directory or a file. */
    record Directory(Artifact artifact, Metadata metadata, Path root, DirectoryOptions options)
            implements ScanTarget {}

    /** What somebody else has looked into, such as an SBOM tells it. */
    record Known(Artifact artifact, Metadata metadata, ImageInventory inventory)
            implements ScanTarget {}
}
