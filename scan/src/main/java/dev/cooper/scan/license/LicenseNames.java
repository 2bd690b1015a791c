package dev.cooper.scan.license;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Makes SPDX identifiers of the names that packages give to their licences. */
final class LicenseNames {
    /** Names, without what {@link #bare} takes off, and the identifiers they mean. */
    private static final Map<String, String> NAMES = names();

    private LicenseNames() {}

    /** The identifier that a name means; the name itself where none is known. */
    static String spdx(String name) {
        String clean = name.strip();
        String found = NAMES.get(bare(clean));
        if (found != null) {
            return found;
        }
        return gnu(clean);
    }

    /** {@code GPL-2.0-or-later}, {@code GPL-2.0+} and {@code GPL-2.0-only} without the rule. */
    static String withoutVersionRule(String id) {
        for (String end : new String[] {"-or-later", "-only", "+"}) {
            if (id.length() > end.length()
                    && id.regionMatches(true, id.length() - end.length(), end, 0, end.length())) {
                return id.substring(0, id.length() - end.length());
            }
        }
        return id;
    }

    /** Reads {@code GPLv2+}, {@code LGPL-2.1+}, {@code gpl 3}: a family, a version, a rule. */
    private static String gnu(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (String family : new String[] {"AGPL", "LGPL", "GPL"}) {
            if (!upper.startsWith(family)) {
                continue;
            }
            String rest = upper.substring(family.length()).replace("V", "").replace("_", "-");
            boolean orLater = rest.endsWith("+") || rest.endsWith("-OR-LATER");
            rest = withoutVersionRule(rest).replace("-", "").replace(" ", "");
            switch (rest) {
                case "1", "2", "3", "1.0", "2.0", "2.1", "3.0" -> {
                    String version = rest.length() == 1 ? rest + ".0" : rest;
                    return family + "-" + version + (orLater ? "-or-later" : "-only");
                }
                case "" -> {
                    // any version is as good as the first
                    return family + "-" + (family.equals("LGPL") ? "2.0" : "1.0") + "-or-later";
                }
                default -> {
                    return name;
                }
            }
        }
        return name;
    }

    private static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        StringBuilder out = new StringBuilder();
        for (String word : lower.split("[\\s,()\"_-]+", -1)) {
            switch (word) {
                case "the", "license", "licence", "licensed", "version", "v", "", "software" -> {
                    // says nothing
                }
                default ->
                        out.append(
                                        word.startsWith("v")
                                                        && word.length() > 1
                                                        && Character.isDigit(word.charAt(1))
                                                ? word.substring(1)
                                                : word)
                                .append(' ');
            }
        }
        return out.toString().strip();
    }

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        String[][] table = {
            {"MIT", "mit", "expat", "mit/expat", "mit x11", "mit/x11"},
            {"X11", "x11"},
            {
                "Apache-2.0",
                "apache 2",
                "apache 2.0",
                "apache",
                "asl 2.0",
                "apache2",
                "apache2.0",
                "al 2.0"
            },
            {"Apache-1.1", "asl 1.1", "apache 1.1"},
            {
                "BSD-3-Clause",
                "bsd 3",
                "bsd 3 clause",
                "new bsd",
                "modified bsd",
                "revised bsd",
                "3 clause bsd",
                "bsd3",
                "bsd"
            },
            {"BSD-2-Clause", "bsd 2", "bsd 2 clause", "simplified bsd", "freebsd", "2 clause bsd"},
            {"BSD-4-Clause", "bsd 4", "bsd 4 clause", "original bsd", "4 clause bsd"},
            {"ISC", "isc", "iscl", "isc iscl"},
            {"MPL-1.1", "mpl 1.1", "mpl1.1", "mozilla public 1.1"},
            {
                "MPL-2.0",
                "mpl 2.0",
                "mpl 2",
                "mplv2.0",
                "mpl2.0",
                "mozilla public 2.0",
                "mozilla public 2.0 mpl 2.0"
            },
            {"EPL-1.0", "epl 1.0", "eclipse public 1.0", "eclipse public"},
            {"EPL-2.0", "epl 2.0", "eclipse public 2.0"},
            {"CDDL-1.0", "cddl", "cddl 1.0"},
            {"CDDL-1.1", "cddl 1.1"},
            {"GPL-2.0-only", "gnu general public 2", "gnu general public 2.0", "gnu gpl 2"},
            {"GPL-3.0-only", "gnu general public 3", "gnu general public 3.0", "gnu gpl 3"},
            {"GPL-1.0-or-later", "gnu general public", "gnu gpl"},
            {"LGPL-2.1-only", "gnu lesser general public 2.1", "gnu lgpl 2.1"},
            {"LGPL-3.0-only", "gnu lesser general public 3", "gnu lesser general public 3.0"},
            {"LGPL-2.0-or-later", "gnu lesser general public", "gnu library general public"},
            {
                "AGPL-3.0-only",
                "gnu affero general public 3",
                "gnu affero general public",
                "gnu affero general public 3.0"
            },
            {"Artistic-1.0-Perl", "artistic", "perl artistic"},
            {"Artistic-2.0", "artistic 2", "artistic 2.0"},
            {"Python-2.0", "psf", "psf 2", "psfl", "python", "python foundation", "psf 2.0"},
            {"Ruby", "ruby"},
            {"PHP-3.01", "php", "php 3.01"},
            {"Zlib", "zlib", "zlib/libpng"},
            {"OpenSSL", "openssl"},
            {"PostgreSQL", "postgresql"},
            {"BSL-1.0", "boost", "boost 1.0", "bsl 1.0"},
            {"Unlicense", "unlicense"},
            {"CC0-1.0", "cc0", "cc0 1.0", "cc0 1.0 universal", "public domain", "publicdomain"},
            {"WTFPL", "wtfpl"},
            {"0BSD", "0bsd"},
        };
        for (String[] row : table) {
            names.put(bare(row[0]), row[0]);
            for (int i = 1; i < row.length; i++) {
                names.put(row[i], row[0]);
            }
        }
        return names;
    }
}
