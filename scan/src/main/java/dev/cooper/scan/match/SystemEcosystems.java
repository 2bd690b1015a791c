package dev.cooper.scan.match;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.scan.advisory.AdvisoryDatabase;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the ecosystems of an image's distribution that a database knows. */
final class SystemEcosystems {
    private SystemEcosystems() {}

    /**
     * The ecosystems; none where the packages of the system cannot be looked up.
     *
     * @param warnings gets a sentence where that is so
     */
    static List<String> of(
            ImageInventory inventory,
            MatchOptions options,
            AdvisoryDatabase database,
            List<String> warnings)
            throws IOException {
        boolean hasSystem =
                inventory.packages().stream()
                        .anyMatch(each ->
                                each.found().kind().isOfSystem() && options.wants(each.found()));
        if (!hasSystem) {
            return List.of();
        }
        Distribution distribution = inventory.distribution();
        List<String> possible = Ecosystems.of(distribution, isExtended(inventory));
        if (possible.isEmpty()) {
            warnings.add(DistributionWarnings.unknown(distribution));
            return List.of();
        }
        List<String> covered = new ArrayList<>();
        for (String ecosystem : possible) {
            if (database.covers(ecosystem)) {
                covered.add(ecosystem);
            }
        }
        if (covered.isEmpty()) {
            warnings.add(DistributionWarnings.notCovered(distribution, possible.getFirst()));
        }
        return covered;
    }

    /** Ubuntu's extended maintenance marks its versions. */
    private static boolean isExtended(ImageInventory inventory) {
        return inventory.distribution().id().equals("ubuntu")
                && inventory.packages().stream()
                        .anyMatch(each -> each.found().version().contains("+esm"));
    }
}
