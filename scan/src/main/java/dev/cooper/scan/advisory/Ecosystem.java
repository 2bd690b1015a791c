package dev.cooper.scan.advisory;

import dev.cooper.scan.version.VersionScheme;

import java.util.Locale;
import java.util.Optional;

/** What the names of ecosystems mean, which are OSV's. */
public final class Ecosystem {
    private Ecosystem() {}

    /**
     * The name under which advisories are kept: without what does not tell releases apart, such as
     * Ubuntu's {@code :LTS}, and Red Hat's repositories as the release that they are for.
     */
    public static String canonical(String ecosystem) {
        String name = ecosystem.strip();
        if (name.startsWith("Ubuntu:") && name.endsWith(":LTS")) {
            return name.substring(0, name.length() - ":LTS".length());
        }
        String enterprise = "Red Hat:enterprise_linux:";
        if (name.startsWith(enterprise)) {
            String release = name.substring(enterprise.length());
            int end = release.indexOf(':');
            return "Red Hat:" + major(end < 0 ? release : release.substring(0, end));
        }
        return name;
    }

    private static String major(String version) {
        int dot = version.indexOf('.');
        return dot < 0 ? version : version.substring(0, dot);
    }

    /** The name of a package as the ecosystem tells names apart. */
    public static String key(String ecosystem, String name) {
        int colon = ecosystem.indexOf(':');
        String plain = name.strip();
        return switch (colon < 0 ? ecosystem : ecosystem.substring(0, colon)) {
            case "PyPI" -> python(plain);
            case "Packagist", "NuGet", "GitHub Actions", "Hex" -> plain.toLowerCase(Locale.ROOT);
            case "SwiftURL" -> swift(plain.toLowerCase(Locale.ROOT));
            default -> plain;
        };
    }

    /** The address of a repository, without what is said before and after it. */
    private static String swift(String name) {
        int scheme = name.indexOf("://");
        String plain = scheme < 0 ? name : name.substring(scheme + 3);
        return plain.endsWith(".git") ? plain.substring(0, plain.length() - 4) : plain;
    }

    /** PEP 503: runs of hyphens, underscores and dots are one hyphen. */
    private static String python(String name) {
        StringBuilder key = new StringBuilder(name.length());
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean joins = c == '-' || c == '_' || c == '.';
            if (!joins) {
                key.append(c);
            } else if (key.isEmpty() || key.charAt(key.length() - 1) != '-') {
                key.append('-');
            }
        }
        return key.toString();
    }

    /** How its versions are compared; empty when nobody knows. */
    public static Optional<VersionScheme> scheme(String ecosystem) {
        int colon = ecosystem.indexOf(':');
        String family = colon < 0 ? ecosystem : ecosystem.substring(0, colon);
        return Optional.ofNullable(
                switch (family) {
                    case "Debian", "Ubuntu", "Echo" -> VersionScheme.DEB;
                    case "Alpine", "Wolfi", "Chainguard", "MinimOS", "Alpaquita", "BellSoft" ->
                            VersionScheme.APK;
                    case "AlmaLinux",
                            "Rocky Linux",
                            "Red Hat",
                            "SUSE",
                            "openSUSE",
                            "Oracle Linux",
                            "Amazon Linux",
                            "Photon OS",
                            "CBL-Mariner",
                            "Azure Linux",
                            "Mageia",
                            "openEuler" ->
                            VersionScheme.RPM;
                    case "Maven" -> VersionScheme.MAVEN;
                    case "npm", "crates.io", "Hex", "Pub", "SwiftURL", "ConanCenter", "Bitnami" ->
                            VersionScheme.SEMVER;
                    case "Go" -> VersionScheme.GO;
                    case "PyPI" -> VersionScheme.PYTHON;
                    case "RubyGems" -> VersionScheme.GEM;
                    case "NuGet" -> VersionScheme.NUGET;
                    case "Packagist" -> VersionScheme.COMPOSER;
                    default -> null;
                });
    }
}
