package dev.cooper.inventory;

import dev.cooper.inventory.ImageInventory.LayeredPackage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which packages of an inventory need which others of it: names of dependencies, looked up among
 * what is installed, and archives within archives. A name that nothing here has is left out.
 */
public final class Dependencies {
    /** Of so many packages of one name, those that come first are enough to choose from. */
    private static final int MOST_OF_A_NAME = 1000;

    private final List<SoftwarePackage> packages;
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final Map<String, Integer> firstAtPlace = new HashMap<>();
    private final Map<String, List<Integer>> within = new HashMap<>();

    private Dependencies(List<SoftwarePackage> packages) {
        this.packages = packages;
        for (int i = 0; i < packages.size(); i++) {
            SoftwarePackage each = packages.get(i);
            index(each, each.name(), i);
            String provided = each.remarks().getOrDefault(SoftwarePackage.Remark.PROVIDES, "");
            for (String name : provided.split("\n", -1)) {
                index(each, name, i);
            }
            SoftwarePackage.Place place = each.place();
            firstAtPlace.putIfAbsent(place.toString(), i);
            if (!place.inside().isEmpty()) {
                List<String> outer = place.inside().subList(0, place.inside().size() - 1);
                within.computeIfAbsent(
                                new SoftwarePackage.Place(place.path(), outer).toString(),
                                any -> new ArrayList<>(1))
                        .add(i);
            }
        }
    }

    /**
     * For each package the numbers of those it needs, in order.
     *
     * @param packages of one inventory; their numbers count from 0
     */
    public static List<List<Integer>> of(List<LayeredPackage> packages) {
        Dependencies all = new Dependencies(packages.stream().map(LayeredPackage::found).toList());
        List<List<Integer>> needed = new ArrayList<>();
        for (int i = 0; i < packages.size(); i++) {
            needed.add(all.needed(i));
        }
        return needed;
    }

    private void index(SoftwarePackage found, String name, int number) {
        List<Integer> ofName =
                byName.computeIfAbsent(key(found.kind(), name), any -> new ArrayList<>(1));
        if (ofName.size() < MOST_OF_A_NAME) {
            ofName.add(number);
        }
    }

    private static String key(PackageKind kind, String name) {
        String plain =
                switch (kind) {
                    case PYPI -> name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
                    case NUGET, COMPOSER -> name.toLowerCase(Locale.ROOT);
                    case DEB,
                            APK,
                            RPM,
                            MAVEN,
                            NPM,
                            GOLANG,
                            CARGO,
                            GEM,
                            GENERIC,
                            CONDA,
                            CRAN,
                            HEX,
                            PUB,
                            SWIFT,
                            COCOAPODS,
                            CONAN,
                            JULIA ->
                            name;
                };
        return kind.purlType() + " " + plain;
    }

    private List<Integer> needed(int number) {
        SoftwarePackage found = packages.get(number);
        TreeSet<Integer> needed = new TreeSet<>();
        for (String names : found.dependencies()) {
            for (String name : names.split("\\|", -1)) {
                int chosen = chosen(found, byName.getOrDefault(key(found.kind(), name), List.of()));
                if (chosen >= 0) {
                    needed.add(chosen);
                    break;
                }
            }
        }
        String place = found.place().toString();
        if (firstAtPlace.getOrDefault(place, -1) == number) {
            needed.addAll(within.getOrDefault(place, List.of()));
        }
        needed.remove(number);
        return List.copyOf(needed);
    }

    /** Of several with a name the one whose place is nearest; -1 when all are elsewhere. */
    private int chosen(SoftwarePackage found, List<Integer> candidates) {
        if (found.kind().isOfSystem()) {
            return candidates.isEmpty() ? -1 : candidates.getFirst();
        }
        int chosen = -1;
        int nearest = -1;
        String path = found.place().path();
        for (int candidate : candidates) {
            SoftwarePackage other = packages.get(candidate);
            String root = root(other);
            int near = other.place().path().equals(path) ? Integer.MAX_VALUE : root.length();
            if (path.startsWith(root) && near > nearest) {
                nearest = near;
                chosen = candidate;
            }
        }
        return chosen;
    }

    /** The directory whose packages can see this one; it ends in a slash unless it is the root. */
    private static String root(SoftwarePackage found) {
        String path = found.place().path();
        if (found.kind() == PackageKind.NPM) {
            int modules = ("/" + path).lastIndexOf("/node_modules/");
            if (modules >= 0) {
                return path.substring(0, modules);
            }
        }
        int end = path.lastIndexOf('/');
        if (found.kind() == PackageKind.PYPI && end > 0) {
            end = path.lastIndexOf('/', end - 1);
        }
        return path.substring(0, end + 1);
    }
}
