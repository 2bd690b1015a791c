package dev.cooper.inventory;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Package URLs ({@code pkg:deb/debian/curl@7.88.1-10?arch=amd64&distro=debian-12}; the purl
 * specification and its types).
 */
public final class Purl {
    private Purl() {}

    /**
     * The package URL of a package; empty where its name is none that such a URL can have.
     *
     * @param distribution of the image, which packages of the system belong to
     */
    public static Optional<String> of(SoftwarePackage found, Distribution distribution) {
        try {
            PackageURL url =
                    found.kind().isOfSystem()
                            ? ofSystem(found, distribution)
                            : ofLanguage(found.kind(), found.name(), found.version());
            return Optional.of(url.canonicalize());
        } catch (MalformedPackageURLException e) {
            return Optional.empty();
        }
    }

    private static PackageURL ofSystem(SoftwarePackage found, Distribution distribution)
            throws MalformedPackageURLException {
        Map<String, String> qualifiers = new TreeMap<>();
        if (!found.architecture().isEmpty()) {
            qualifiers.put("arch", found.architecture());
        }
        if (distribution.isKnown()) {
            String suffix = distribution.version().isEmpty() ? "" : "-" + distribution.version();
            qualifiers.put("distro", distribution.id() + suffix);
        }
        String version = found.version();
        int colon = version.indexOf(':');
        // An epoch is a part of a Debian version, but not of what rpm calls one.
        if (found.kind() == PackageKind.RPM && colon >= 0) {
            qualifiers.put("epoch", version.substring(0, colon));
            version = version.substring(colon + 1);
        }
        return url(found.kind(), distribution.id(), found.name(), version, qualifiers);
    }

    private static PackageURL ofLanguage(PackageKind kind, String name, String version)
            throws MalformedPackageURLException {
        int end = kind == PackageKind.MAVEN ? name.indexOf(':') : name.lastIndexOf('/');
        return url(
                kind,
                name.substring(0, Math.max(0, end)),
                name.substring(end + 1),
                version,
                Map.of());
    }

    private static PackageURL url(
            PackageKind kind,
            String namespace,
            String name,
            String version,
            Map<String, String> qualifiers)
            throws MalformedPackageURLException {
        return new PackageURL(
                kind.purlType(),
                namespace.isEmpty() ? null : namespace,
                name,
                version.isEmpty() ? null : version,
                new TreeMap<>(qualifiers),
                null);
    }
}
