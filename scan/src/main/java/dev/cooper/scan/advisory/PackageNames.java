package dev.cooper.scan.advisory;

import java.util.Locale;

/**
 * The one way to write a package's name where its ecosystem knows several. Whoever fills a database
 * and whoever looks something up there asks for the same form.
 */
public final class PackageNames {
    private PackageNames() {}

    /**
     * The form in which names are compared.
     *
     * @param ecosystem in the words of OSV, with or without a release after a colon
     */
    public static String normalised(String ecosystem, String name) {
        int colon = ecosystem.indexOf(':');
        return switch (colon < 0 ? ecosystem : ecosystem.substring(0, colon)) {
            case "PyPI" -> python(name);
            case "Packagist", "NuGet", "GitHub Actions", "Hex" -> name.toLowerCase(Locale.ROOT);
            case "SwiftURL" -> swift(name);
            default -> name;
        };
    }

    /** PEP 503: runs of hyphens, underscores and dots are one hyphen. */
    private static String python(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (char c : name.strip().toLowerCase(Locale.ROOT).toCharArray()) {
            boolean between = c == '-' || c == '_' || c == '.';
            if (!between) {
                plain.append(c);
            } else if (plain.isEmpty() || plain.charAt(plain.length() - 1) != '-') {
                plain.append('-');
            }
        }
        return plain.toString();
    }

    /** The address of a repository, without what is said before and after it. */
    private static String swift(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        int scheme = plain.indexOf("://");
        plain = scheme < 0 ? plain : plain.substring(scheme + 3);
        return plain.endsWith(".git") ? plain.substring(0, plain.length() - 4) : plain;
    }
}
