package dev.cooper.inventory;

import dev.cooper.inventory.ImageInventory.LayeredPackage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much of what can be run in an image belongs to a package that is known: what does not, no
 * advisory will ever be found for.
 *
 * @param knownBytes of programs, libraries and Java archives of known packages
 * @param bytes of all of them
 * @param unknown those that belong to no known package, by their paths
 */
public record Coverage(long knownBytes, long bytes, List<Executable> unknown) {
    public Coverage {
        unknown = List.copyOf(unknown);
    }

    /** The coverage of an inventory; of one that was read from a document nothing is known. */
    public static Coverage of(ImageInventory inventory) {
        Set<String> places = new HashSet<>();
        Set<String> directories = new HashSet<>();
        for (LayeredPackage each : inventory.packages()) {
            SoftwarePackage found = each.found();
            String path = found.place().path();
            if (!found.kind().isOfSystem()) {
                places.add(path);
                directories.addAll(directories(found.kind(), path));
            }
        }
        long known = 0;
        long all = 0;
        List<Executable> unknown = new ArrayList<>();
        Overlay overlay = inventory.overlay();
        for (Executable each : overlay.executables()) {
            all += each.size();
            String path = each.path();
            if (places.contains(path)
                    || overlay.owns(path)
                    || overlay.brings(path)
                    || isBelow(path, directories)) {
                known += each.size();
            } else {
                unknown.add(each);
            }
        }
        unknown.sort(Comparator.comparing(Executable::path));
        return new Coverage(known, all, unknown);
    }

    /** What share is known, in hundredths; 100 where there is nothing to know. */
    public double percent() {
        return bytes == 0 ? 100 : 100.0 * knownBytes / bytes;
    }

    /** Directories of which a package has brought everything. */
    private static List<String> directories(PackageKind kind, String path) {
        int end = path.lastIndexOf('/');
        if (end <= 0) {
            return List.of();
        }
        String directory = path.substring(0, end);
        String name = path.substring(end + 1);
        if (kind == PackageKind.NPM && name.equals("package.json")) {
            return List.of(directory);
        }
        // A JDK has a file that tells its version at the top of its directory.
        if (kind == PackageKind.GENERIC && name.equals("release")) {
            return List.of(directory);
        }
        if (kind == PackageKind.GEM && directory.endsWith("/specifications")) {
            String home = directory.substring(0, directory.lastIndexOf('/'));
            String gem = name.endsWith(".gemspec") ? name.substring(0, name.length() - 8) : name;
            return List.of(home + "/gems/" + gem, home + "/extensions/*/" + gem);
        }
        return List.of();
    }

    private static boolean isBelow(String path, Set<String> directories) {
        int extensions = path.indexOf("/extensions/");
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String directory = path.substring(0, slash);
            if (directories.contains(directory)) {
                return true;
            }
            // extensions/x86_64-linux/3.1.0/nokogiri-1.13.9
            if (extensions > 0 && slash > extensions + "/extensions/".length()) {
                String gem = directory.substring(directory.lastIndexOf('/') + 1);
                if (directories.contains(path.substring(0, extensions) + "/extensions/*/" + gem)) {
                    return true;
                }
            }
        }
        return false;
    }
}
