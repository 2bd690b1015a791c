package dev.cooper.scan.match;

import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;
import dev.cooper.scan.advisory.AdvisoryDatabase;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells on which kinds of packages there are no advisories: that nothing was found in them means
 * nothing.
 */
final class UnknownKinds {
    private final AdvisoryDatabase database;
    private final Lookups lookups;

    UnknownKinds(AdvisoryDatabase database, Lookups lookups) {
        this.database = database;
        this.lookups = lookups;
    }

    /**
     * The kinds that an image has.
     *
     * @param warnings gets a sentence on those that another database may know; the distribution has
     *     one of its own
     */
    Set<PackageKind> of(ImageInventory inventory, MatchOptions options, List<String> warnings)
            throws IOException {
        Map<PackageKind, Optional<Lookup>> present = new EnumMap<>(PackageKind.class);
        for (LayeredPackage each : inventory.packages()) {
            PackageKind kind = each.found().kind();
            if (!present.containsKey(kind) && options.wants(each.found())) {
                present.put(kind, lookups.of(each.found()));
            }
        }
        Set<PackageKind> unknown = EnumSet.noneOf(PackageKind.class);
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<PackageKind, Optional<Lookup>> each : present.entrySet()) {
            boolean isKnown = false;
            if (each.getValue().isPresent()) {
                for (String ecosystem : each.getValue().get().ecosystems()) {
                    isKnown |= database.covers(ecosystem);
                }
                if (!isKnown && !each.getKey().isOfSystem()) {
                    missing.addAll(each.getValue().get().ecosystems());
                }
            }
            if (!isKnown) {
                unknown.add(each.getKey());
            }
        }
        if (!missing.isEmpty()) {
            warnings.add(DistributionWarnings.nothingOn(List.copyOf(missing)));
        }
        return unknown;
    }
}
