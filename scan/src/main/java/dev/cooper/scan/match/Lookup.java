package dev.cooper.scan.match;

import dev.cooper.scan.version.VersionScheme;

import java.util.List;

/**
 * Under which names the advisories on a package are found, and by what its version is compared.
 *
 * @param ecosystems in the words of OSV; a release may have several
 * @param names as advisories have them
 * @param version that is compared: the source's where advisories are about sources
 */
record Lookup(List<String> ecosystems, List<String> names, String version, VersionScheme scheme) {
    Lookup {
        ecosystems = List.copyOf(ecosystems);
        names = List.copyOf(names);
    }
}
