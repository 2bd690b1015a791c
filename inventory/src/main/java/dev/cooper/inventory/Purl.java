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
            if (found.kind().isOfSystem()) {
                return Optional.of(ofSystem(found, distribution));
            }
            PackageURL url = ofLanguage(found.kind(), found.name(), found.version());
            return Optional.of(url.canonicalize());
        } catch (MalformedPackageURLException e) {
            return Optional.empty();
        }
    }

    private static String ofSystem(SoftwarePackage found, Distribution distribution)
            throws MalformedPackageURLException {
        String distro = "";
        if (distribution.isKnown()) {
            String suffix = distribution.version().isEmpty() ? "" : "-" + distribution.version();
            distro = distribution.id() + suffix;
        }
        String version = found.version();
        String epoch = "";
        int colon = version.indexOf(':');
        // An epoch is a part of a Debian version, but not of what rpm calls one.
        if (found.kind() == PackageKind.RPM && colon >= 0) {
            epoch = version.substring(0, colon);
            version = version.substring(colon + 1);
        }
        Map<String, String> qualifiers = new TreeMap<>();
        add("arch", found.architecture(), qualifiers);
        add("distro", distro, qualifiers);
        add("epoch", epoch, qualifiers);
        Optional<String> plain =
                plain(found.kind(), distribution.id(), found.name(), version, qualifiers);
        return plain.isPresent()
                ? plain.get()
                : url(found.kind(), distribution.id(), found.name(), version, qualifiers)
                        .canonicalize();
    }

    private static void add(String name, String value, Map<String, String> qualifiers) {
        if (!value.isEmpty()) {
            qualifiers.put(name, value);
        }
    }

    /**
     * The URL where nothing in it needs a second look, as with nearly all packages of a system: the
     * library takes 0.1 ms for one, and an image has hundreds.
     */
    private static Optional<String> plain(
            PackageKind kind,
            String namespace,
            String name,
            String version,
            Map<String, String> qualifiers) {
        if (version.isEmpty() || !isPlain(namespace) || !isPlain(name)) {
            return Optional.empty();
        }
        StringBuilder url = new StringBuilder("pkg:").append(kind.purlType());
        url.append('/');
        boolean done = escape(namespace, url);
        url.append('/');
        done &= escape(name, url);
        url.append('@');
        done &= escape(version, url);
        char before = '?';
        for (Map.Entry<String, String> each : qualifiers.entrySet()) {
            url.append(before).append(each.getKey()).append('=');
            done &= escape(each.getValue(), url);
            before = '&';
        }
        return done ? Optional.of(url.toString()) : Optional.empty();
    }

    /** Whether a text is a name as package managers want them, in lower case. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && "-.+".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty() && text.charAt(0) != '.';
    }

    /** Adds a text; false when it has what is not known how to be escaped. */
    private static boolean escape(String text, StringBuilder url) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (isLetter || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0) {
                url.append(c);
            } else if (c == '+' || c == ':') {
                url.append(c == '+' ? "%2B" : "%3A");
            } else {
                return false;
            }
        }
        return true;
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
