package dev.cooper.scan.match;

import dev.cooper.scan.version.VersionScheme;

import java.util.List;

/**
 * Under which name the advisories on a package are found, and what they are held against.
 *
 * @param ecosystems in the words of OSV; a release may have several
 * @param name as advisories have it
 * @param version that is compared: the source's where advisories are about sources
 * @param architecture empty where there is none, or the package is for all
 * @param stream of the module that an RPM is of, such as {@code nodejs:12}; empty where there is
 *     none
 */
record Lookup(
        List<String> ecosystems,
        String name,
        String version,
        VersionScheme scheme,
        String architecture,
        String stream) {
    Lookup {
        ecosystems = List.copyOf(ecosystems);
    }
}
