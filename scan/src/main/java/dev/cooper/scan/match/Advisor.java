package dev.cooper.scan.match;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.scan.advisory.EndOfLife;

import java.io.IOException;
import java.util.Optional;

/** Tells which vulnerabilities an image has: by a database of its own, or by asking somebody. */
public interface Advisor {
    /**
     * Looks up every package.
     *
     * @throws IOException when the advisories cannot be read
     */
    Matches match(ImageInventory inventory, MatchOptions options)
            throws IOException, InterruptedException;

    /**
     * Tells why a vulnerability is reported for a package, or why not.
     *
     * @param vulnerability a CVE, or another name of it
     * @param packageName of a package, of its source, or what its package URL begins with
     * @throws IOException when the advisories cannot be read
     */
    Explanation explain(
            ImageInventory inventory,
            MatchOptions options,
            String vulnerability,
            String packageName)
            throws IOException, InterruptedException;

    /**
     * When the release that a version belongs to is no longer kept up.
     *
     * @param product as endoflife.date names it
     */
    Optional<EndOfLife.Cycle> endOfLife(String product, String version) throws IOException;
}
