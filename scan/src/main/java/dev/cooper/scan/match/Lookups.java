package dev.cooper.scan.match;

import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.scan.advisory.Ecosystem;
import dev.cooper.scan.version.VersionScheme;

import java.util.List;
import java.util.Optional;

/** Where each kind of package has its advisories, by which name and which version. */
final class Lookups {
    private final List<String> system;

    /**
     * @param system the ecosystems of the distribution; none where there are no advisories on it
     */
    Lookups(List<String> system) {
        this.system = List.copyOf(system);
    }

    /** Where a package is looked up; empty where nobody publishes advisories on its kind. */
    Optional<Lookup> of(SoftwarePackage found) {
        return switch (found.kind()) {
            case DEB -> source(found, VersionScheme.DEB);
            case APK -> source(found, VersionScheme.APK);
            case RPM -> rpm(found);
            case MAVEN -> library("Maven", found, found.version(), VersionScheme.MAVEN);
            case NPM -> library("npm", found, found.version(), VersionScheme.SEMVER);
            case PYPI -> library("PyPI", found, found.version(), VersionScheme.PYTHON);
            case GOLANG -> library("Go", found, go(found), VersionScheme.GO);
            case CARGO -> library("crates.io", found, found.version(), VersionScheme.SEMVER);
            case GEM -> library("RubyGems", found, gem(found), VersionScheme.GEM);
            case COMPOSER -> library("Packagist", found, found.version(), VersionScheme.COMPOSER);
            case NUGET -> library("NuGet", found, found.version(), VersionScheme.NUGET);
            case HEX -> library("Hex", found, found.version(), VersionScheme.SEMVER);
            case PUB -> library("Pub", found, found.version(), VersionScheme.SEMVER);
            case SWIFT -> library("SwiftURL", found, found.version(), VersionScheme.SEMVER);
            case COCOAPODS -> library("CocoaPods", found, found.version(), VersionScheme.GEM);
            case CONAN -> library("ConanCenter", found, found.version(), VersionScheme.SEMVER);
            case JULIA -> library("Julia", found, found.version(), VersionScheme.SEMVER);
            // What follows a hyphen in R is one more number.
            case CRAN -> library("CRAN", found, found.version(), VersionScheme.DEB);
            case CONDA, GENERIC -> Optional.empty();
        };
    }

    private static Optional<Lookup> library(
            String ecosystem, SoftwarePackage found, String version, VersionScheme scheme) {
        String name = Ecosystem.key(ecosystem, found.name());
        return Optional.of(new Lookup(List.of(ecosystem), name, version, scheme, "", ""));
    }

    private Optional<Lookup> source(SoftwarePackage found, VersionScheme scheme) {
        return ofSystem(found, found.sourceName(), found.sourceVersion(), scheme);
    }

    /** Red Hat and its like speak of binary packages, those of Photon and Azure of sources. */
    private Optional<Lookup> rpm(SoftwarePackage found) {
        String first = system.isEmpty() ? "" : system.getFirst();
        boolean ofSources =
                first.startsWith("Photon")
                        || first.startsWith("CBL-Mariner")
                        || first.startsWith("Azure");
        return ofSources
                ? source(found, VersionScheme.RPM)
                : ofSystem(found, found.name(), found.version(), VersionScheme.RPM);
    }

    private Optional<Lookup> ofSystem(
            SoftwarePackage found, String name, String version, VersionScheme scheme) {
        if (system.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Lookup(
                        system,
                        name,
                        version,
                        scheme,
                        found.architecture().equals("noarch") ? "" : found.architecture(),
                        found.remarks().getOrDefault(SoftwarePackage.Remark.STREAM, "")));
    }

    /** The standard library of Go 1.22rc1 is 1.22.0-rc.1 where Go's advisories speak of it. */
    private static String go(SoftwarePackage found) {
        String version = found.version();
        if (found.kind() != PackageKind.GOLANG || !found.name().equals("stdlib")) {
            return version;
        }
        for (String mark : List.of("rc", "beta")) {
            int at = version.indexOf(mark);
            if (at > 0 && version.charAt(at - 1) != '-') {
                String release = version.substring(0, at);
                boolean isShort = release.indexOf('.') == release.lastIndexOf('.');
                return release
                        + (isShort ? ".0-" : "-")
                        + mark
                        + "."
                        + version.substring(at + mark.length());
            }
        }
        return version;
    }

    /** A gem's own versions have no hyphen: what follows one is the platform it was built for. */
    private static String gem(SoftwarePackage found) {
        int hyphen = found.version().indexOf('-');
        return hyphen < 0 ? found.version() : found.version().substring(0, hyphen);
    }
}
