package dev.cooper.scan.vex;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A package URL that stands for packages: those of its type, namespace and name; of its version
 * only, if it has one; with all of its qualifiers and its subpath. What the other has beside these
 * does not matter.
 */
record PurlPattern(PackageURL wanted) {
    /** The pattern of a text; empty when it is no package URL. */
    static Optional<PurlPattern> of(String text) {
        if (!text.startsWith("pkg:")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PurlPattern(new PackageURL(text)));
        } catch (MalformedPackageURLException e) {
            return Optional.empty();
        }
    }

    Mismatch mismatch(PackageURL other) {
        if (!wanted.getType().equals(other.getType())) {
            return differs(1, "type", wanted.getType(), other.getType());
        }
        if (!Objects.equals(wanted.getName(), other.getName())) {
            return differs(2, "name", wanted.getName(), other.getName());
        }
        if (!text(wanted.getNamespace()).equals(text(other.getNamespace()))) {
            return differs(3, "namespace", wanted.getNamespace(), other.getNamespace());
        }
        if (wanted.getVersion() != null && !wanted.getVersion().equals(other.getVersion())) {
            return differs(4, "version", wanted.getVersion(), other.getVersion());
        }
        for (Map.Entry<String, String> each : qualifiers(wanted).entrySet()) {
            String value = qualifiers(other).get(each.getKey());
            if (!isSame(each.getKey(), each.getValue(), value)) {
                return differs(5, each.getKey(), each.getValue(), value);
            }
        }
        if (wanted.getSubpath() != null && !wanted.getSubpath().equals(other.getSubpath())) {
            return differs(6, "subpath", wanted.getSubpath(), other.getSubpath());
        }
        return Mismatch.NONE;
    }

    private static boolean isSame(String key, String wanted, @Nullable String value) {
        if (value == null) {
            return false;
        }
        return switch (key) {
            // debian-12 is what debian-12.5 is, too.
            case "distro" -> value.equals(wanted) || value.startsWith(wanted + ".");
            case "repository_url" -> registry(wanted).equals(registry(value));
            default -> wanted.equals(value);
        };
    }

    /** Docker's registry goes by two names. */
    private static String registry(String address) {
        return address.startsWith("index.docker.io/")
                ? address.substring("index.".length())
                : address;
    }

    private static Map<String, String> qualifiers(PackageURL purl) {
        Map<String, String> qualifiers = purl.getQualifiers();
        return qualifiers == null ? Map.of() : qualifiers;
    }

    private static Mismatch differs(
            int depth, String what, @Nullable String wanted, @Nullable String other) {
        return new Mismatch(
                depth,
                "its %s %s is not %s"
                        .formatted(
                                what,
                                wanted == null ? "(none)" : wanted,
                                other == null ? "(none)" : other));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public String toString() {
        return wanted.canonicalize();
    }
}
