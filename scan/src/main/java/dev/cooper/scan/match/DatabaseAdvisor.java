package dev.cooper.scan.match;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.EndOfLife;

import java.io.IOException;
import java.util.Optional;

/**
 * Tells it by a database.
 *
 * @param database stays the caller's
 */
public record DatabaseAdvisor(AdvisoryDatabase database) implements Advisor {
    @Override
    public Matches match(ImageInventory inventory, MatchOptions options) throws IOException {
        return new Matcher(database, options).match(inventory);
    }

    @Override
    public Explanation explain(
            ImageInventory inventory,
            MatchOptions options,
            String vulnerability,
            String packageName)
            throws IOException {
        return new Matcher(database, options).explain(inventory, vulnerability, packageName);
    }

    @Override
    public Optional<EndOfLife.Cycle> endOfLife(String product, String version) throws IOException {
        return database.endOfLife(product, version);
    }
}
