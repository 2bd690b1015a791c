package dev.cooper.inventory.sbom;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.SoftwarePackage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what a document says, until it is an inventory. */
final class ReadPackages {
    private static final int MOST_WARNINGS = 100;

    private final Map<String, LayeredPackage> packages = new LinkedHashMap<>();
    private final Map<String, Set<String>> needed = new HashMap<>();
    private final Map<String, Integer> systems = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Integer> unknownTypes = new LinkedHashMap<>();
    private Distribution distribution = Distribution.UNKNOWN;

    /** Takes a package; of two with one reference the first counts. */
    void add(String reference, SoftwarePackage found, int layer) {
        String key = reference.isEmpty() ? "\0" + packages.size() : reference;
        packages.putIfAbsent(key, new LayeredPackage(found, layer));
    }

    /** Notes the distribution that a package URL names. */
    void addSystem(String qualifier) {
        if (!qualifier.isEmpty()) {
            systems.merge(qualifier, 1, Integer::sum);
        }
    }

    /** Notes a package of a kind that is not known here. */
    void addUnknown(String type) {
        unknownTypes.merge(type, 1, Integer::sum);
    }

    void warn(String warning) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
        }
    }

    void distribution(Distribution said) {
        if (!distribution.isKnown()) {
            distribution = said;
        }
    }

    /** Notes that one package needs another. */
    void needs(String reference, String other) {
        needed.computeIfAbsent(reference, any -> new LinkedHashSet<>()).add(other);
    }

    ImageInventory inventory() {
        unknownTypes.forEach((type, count) ->
                warn(
                        count
                                + " packages are of the type \""
                                + type
                                + "\", which is not known here"));
        List<LayeredPackage> all = new ArrayList<>();
        packages.forEach((reference, each) -> {
            List<String> names = new ArrayList<>();
            for (String other : needed.getOrDefault(reference, Set.of())) {
                LayeredPackage known = packages.get(other);
                if (known != null) {
                    names.add(known.found().name());
                }
            }
            all.add(new LayeredPackage(each.found().withDependencies(names), each.layer()));
        });
        return new ImageInventory(distribution.isKnown() ? distribution : guessed(), all, warnings);
    }

    /** What most package URLs say; {@code debian-12.5} is both, id and version. */
    private Distribution guessed() {
        String most = "";
        for (Map.Entry<String, Integer> each : systems.entrySet()) {
            if (most.isEmpty() || each.getValue() > systems.getOrDefault(most, 0)) {
                most = each.getKey();
            }
        }
        int dash = most.lastIndexOf('-');
        boolean hasVersion =
                dash > 0 && dash + 1 < most.length() && Character.isDigit(most.charAt(dash + 1));
        return new Distribution(
                hasVersion ? most.substring(0, dash) : most,
                hasVersion ? most.substring(dash + 1) : "",
                "",
                "",
                "");
    }
}
