package dev.cooper.inventory;

import dev.cooper.inventory.license.LicenseNames;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes what catalogers find in one layer. */
final class Findings {
    /** More packages than any image has; a database that claims more is an attack. */
    static final int MOST_PACKAGES = 200_000;

    private static final int MOST_PATHS = 2_000_000;

    private static final int MOST_WARNINGS = 100;

    /** The files of a package of dpkg, which may turn out to be of the distribution or not. */
    private static final class Listed {
        private final PathSet.Builder paths = new PathSet.Builder();
        private boolean isOfOthers;
    }

    private final List<SoftwarePackage> packages = new ArrayList<>();
    private final Map<String, List<String>> copyrights = new HashMap<>();
    private final PathSet.Builder owned = new PathSet.Builder();
    private final PathSet.Builder brought = new PathSet.Builder();
    private final Map<String, Listed> listed = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private Distribution distribution = Distribution.UNKNOWN;
    private String file = "";
    private int packagesAllowed = MOST_PACKAGES;
    private int paths;
    private int pathsAllowed = MOST_PATHS;
    private boolean hasTooManyPaths;
    private int unsaid;

    /** Says from which file comes what follows. No file takes more than half of what is left. */
    void begin(String path) {
        file = path;
        packagesAllowed = packages.size() + (MOST_PACKAGES - packages.size()) / 2;
        pathsAllowed = paths + (MOST_PATHS - paths) / 2;
        hasTooManyPaths = false;
    }

    /** Takes a package; one without a name is none. */
    void add(SoftwarePackage found) throws DamagedFileException {
        if (found.name().isBlank()) {
            return;
        }
        if (packages.size() >= packagesAllowed) {
            throw new DamagedFileException(
                    "it names more packages than are kept; the rest of it is not read");
        }
        packages.add(found.withLicenses(LicenseNames.spdx(found.licenses())));
    }

    /** Notes the licences of a package of Debian, which its database does not have. */
    void copyright(String name, List<String> licenses) {
        copyrights.put(name, LicenseNames.spdx(licenses));
    }

    /** Notes that a package of a language, or one that others have made, has brought a file. */
    void brings(String path) {
        if (isAllowed()) {
            brought.add(path);
        }
    }

    /** Notes that a package of the distribution has brought a file. */
    void owns(String path) {
        if (isAllowed()) {
            owned.add(path);
        }
    }

    /** Notes that a package has brought a file; who has made it may be known later. */
    void lists(String name, String path) {
        if (isAllowed()) {
            Listed files = listed.computeIfAbsent(name, each -> new Listed());
            files.paths.add(path);
            files.isOfOthers |= isPlaceOfOthers(path);
        }
    }

    /** Notes that others than the distribution have made a package. */
    void isOfOthers(String name) {
        listed.computeIfAbsent(name, each -> new Listed()).isOfOthers = true;
    }

    /** Distributions leave /opt to others; what they keep there is at most a directory. */
    private static boolean isPlaceOfOthers(String path) {
        int name = path.startsWith("opt/") ? path.indexOf('/', "opt/".length()) : -1;
        return name >= 0 && name + 1 < path.length();
    }

    private boolean isAllowed() {
        if (paths < pathsAllowed) {
            paths++;
            return true;
        }
        if (!hasTooManyPaths) {
            warn(file + ": it lists more files than are kept");
            hasTooManyPaths = true;
        }
        return false;
    }

    void distribution(Distribution found) {
        distribution = distribution.or(found);
    }

    /** Notes that something could not be read; the sentence names the file. */
    void warn(String warning) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
        } else {
            unsaid++;
        }
    }

    List<SoftwarePackage> packages() {
        if (copyrights.isEmpty()) {
            return packages;
        }
        return packages.stream().map(this::licensed).toList();
    }

    private SoftwarePackage licensed(SoftwarePackage found) {
        List<String> licenses = copyrights.get(found.name());
        return licenses == null || found.kind() != PackageKind.DEB
                ? found
                : found.withLicenses(licenses);
    }

    /** Files of packages that are not the distribution's; call when all files are read. */
    PathSet brought() {
        return together(brought, true);
    }

    /** Files of the distribution's packages; call when all files are read. */
    PathSet owned() {
        return together(owned, false);
    }

    private PathSet together(PathSet.Builder known, boolean ofOthers) {
        Set<String> others = new HashSet<>();
        for (SoftwarePackage each : packages) {
            if (each.kind() == PackageKind.DEB && Makers.other(each).isPresent()) {
                others.add(each.name());
            }
        }
        PathSet.Builder all = new PathSet.Builder();
        all.addAll(known);
        listed.forEach((name, files) -> {
            if (ofOthers == (files.isOfOthers || others.contains(name))) {
                all.addAll(files.paths);
            }
        });
        return all.build();
    }

    List<String> warnings() {
        if (unsaid == 0) {
            return warnings;
        }
        List<String> all = new ArrayList<>(warnings);
        all.add(unsaid + " more warnings about files that cannot be read are left out");
        return all;
    }

    Distribution distribution() {
        return distribution;
    }
}
