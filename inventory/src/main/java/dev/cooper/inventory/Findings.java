package dev.cooper.inventory;

import dev.cooper.inventory.license.LicenseNames;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes what catalogers find in one layer. */
final class Findings {
    /** More packages than any image has; a database that claims more is an attack. */
    static final int MOST_PACKAGES = 200_000;

    private static final int MOST_OWNED = 2_000_000;

    private static final int MOST_WARNINGS = 100;

    private final List<SoftwarePackage> packages = new ArrayList<>();
    private final Map<String, List<String>> copyrights = new HashMap<>();
    private final Set<String> owned = new LinkedHashSet<>();
    private final Set<String> brought = new LinkedHashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private Distribution distribution = Distribution.UNKNOWN;

    /** Takes a package; one without a name is none. */
    void add(SoftwarePackage found) throws DamagedFileException {
        if (found.name().isBlank()) {
            return;
        }
        if (packages.size() >= MOST_PACKAGES) {
            throw new DamagedFileException("more than " + MOST_PACKAGES + " packages");
        }
        packages.add(found.withLicenses(LicenseNames.spdx(found.licenses())));
    }

    /** Notes the licences of a package of Debian, which its database does not have. */
    void copyright(String name, List<String> licenses) {
        copyrights.put(name, LicenseNames.spdx(licenses));
    }

    /** Notes that a package of a language has brought a file. */
    void brings(String path) {
        brought.add(path);
    }

    /** Notes that a package of the system has brought a file. */
    void owns(String path) throws DamagedFileException {
        if (owned.size() >= MOST_OWNED) {
            throw new DamagedFileException("more than " + MOST_OWNED + " files of packages");
        }
        owned.add(path);
    }

    void distribution(Distribution found) {
        distribution = distribution.or(found);
    }

    /** Notes that something could not be read; the sentence names the file. */
    void warn(String warning) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
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

    Set<String> brought() {
        return brought;
    }

    Set<String> owned() {
        return owned;
    }

    List<String> warnings() {
        return warnings;
    }

    Distribution distribution() {
        return distribution;
    }
}
