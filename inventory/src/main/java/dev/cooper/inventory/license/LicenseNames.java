package dev.cooper.inventory.license;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SPDX expressions for what the metadata of packages says of licences. A name that may mean
 * several, such as {@code BSD} or {@code LGPL}, stays what it is.
 */
public final class LicenseNames {
    private static final int LONGEST = 2000;
    private static final int MOST_KNOWN = 1000;

    /** What was found out already: a distribution says the same few names in every package. */
    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

    /** {@code GPLv2+}, {@code LGPL-2.1}, {@code GPL 3 or later}. */
    private static final Pattern GNU =
            Pattern.compile(
                    "^(?:gnu )?(a?gpl|lgpl|gfdl)[ -]?v?(\\d(?:\\.\\d)?)(?:\\.0)?(\\+| ?or"
                            + " later|-or-later|-only| only)?$");

    /** Names as {@link #plain} leaves them. */
    private static final Map<String, String> NAMES = new HashMap<>();

    static {
        name("0BSD", "0bsd", "bsd zero clause");
        name("AFL-2.1", "aflv2.1", "afl 2.1");
        name("Apache-1.1", "asl 1.1", "apache 1.1", "apache software 1.1");
        name(
                "Apache-2.0",
                "apache 2.0",
                "apache 2",
                "apache2",
                "apache2.0",
                "asl 2.0",
                "asl 2",
                "al2");
        name("Apache-2.0", "apache software 2.0", "apache software 2", "apachev2", "apache v2");
        name("Apache-2.0", "www.apache.org/licenses/license-2.0");
        name("Artistic-2.0", "artistic 2.0", "artistic 2", "artistic2.0");
        name("BSD-2-Clause", "bsd 2-clause", "2-clause bsd", "simplified bsd", "bsd-2", "freebsd");
        name(
                "BSD-3-Clause",
                "bsd 3-clause",
                "3-clause bsd",
                "new bsd",
                "revised bsd",
                "modified bsd");
        name("BSD-3-Clause", "bsd-3", "bsd3", "bsd 3 clause", "bsd license 3");
        name("BSL-1.0", "boost", "boost 1.0", "boost software 1.0", "boost software");
        name(
                "CC0-1.0",
                "cc0",
                "cc0 1.0",
                "cc0 1.0 universal",
                "creativecommons.org/publicdomain/zero/1.0");
        name("CDDL-1.0", "cddl 1.0", "common development and distribution 1.0");
        name("CDDL-1.1", "cddl 1.1");
        name("EDL-1.0", "eclipse distribution 1.0", "edl 1.0", "eclipse distribution - 1.0");
        name("EPL-1.0", "eclipse public 1.0", "eclipse public - 1.0", "epl 1.0");
        name("EPL-1.0", "www.eclipse.org/legal/epl-v10");
        name("EPL-2.0", "eclipse public 2.0", "eclipse public - 2.0", "epl 2.0");
        name("EPL-2.0", "www.eclipse.org/legal/epl-2.0", "www.eclipse.org/legal/epl-v20");
        name("FTL", "ftl", "freetype");
        name("ISC", "isc", "isc (iscl)", "iscl");
        name("MIT", "mit", "expat", "mit/expat", "opensource.org/licenses/mit", "mit (expat)");
        name(
                "MIT",
                "www.opensource.org/licenses/mit-license",
                "opensource.org/licenses/mit-license");
        name("MIT-0", "mit no attribution", "mit-0");
        name("MPL-1.1", "mpl 1.1", "mplv1.1", "mozilla public 1.1", "mozilla public 1.1 (mpl 1.1)");
        name("MPL-2.0", "mpl 2.0", "mplv2.0", "mozilla public 2.0", "mozilla public 2.0 (mpl 2.0)");
        name("MPL-2.0", "mpl2", "mpl 2", "www.mozilla.org/mpl/2.0");
        name("OFL-1.1", "sil open font 1.1", "ofl 1.1", "sil open font 1.1 (ofl-1.1)");
        name("OpenSSL", "openssl");
        name("PSF-2.0", "python software foundation", "psf", "psf 2");
        name("PostgreSQL", "postgresql");
        name("Ruby", "ruby");
        name("Unlicense", "unlicense", "unlicense (unlicense)");
        name("WTFPL", "wtfpl", "do what the f*ck you want to public");
        name("Zlib", "zlib", "zlib/libpng");
        name("curl", "curl");
        name(
                "GPL-2.0-only",
                "gnu general public v2 (gplv2)",
                "gnu general public 2",
                "gnu general public 2.0");
        name("GPL-2.0-or-later", "gnu general public v2 or later (gplv2+)");
        name(
                "GPL-3.0-only",
                "gnu general public v3 (gplv3)",
                "gnu general public 3",
                "gnu general public 3.0");
        name("GPL-3.0-or-later", "gnu general public v3 or later (gplv3+)");
        name(
                "LGPL-2.1-only",
                "gnu lesser general public 2.1",
                "gnu lesser general public 2.1 only");
        name("LGPL-2.0-or-later", "gnu lesser general public v2 or later (lgplv2+)");
        name(
                "LGPL-3.0-only",
                "gnu lesser general public v3 (lgplv3)",
                "gnu lesser general public 3.0");
        name("LGPL-3.0-or-later", "gnu lesser general public v3 or later (lgplv3+)");
        name("AGPL-3.0-only", "gnu affero general public v3", "gnu affero general public 3.0");
        name("AGPL-3.0-or-later", "gnu affero general public v3 or later (agplv3+)");
    }

    private LicenseNames() {}

    private static void name(String id, String... names) {
        for (String each : names) {
            NAMES.put(each, id);
        }
    }

    /** Each licence as an SPDX expression where that is certain, else as it is; none twice. */
    public static List<String> spdx(List<String> licenses) {
        return licenses.stream().map(LicenseNames::spdx).distinct().toList();
    }

    /** An SPDX expression where it is certain; else the text itself. */
    public static String spdx(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        String known = KNOWN.get(text);
        if (known == null) {
            known = one(text).or(() -> several(text)).orElse(text);
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(text, known);
            }
        }
        return known;
    }

    private static Optional<String> one(String text) {
        int classifier = text.lastIndexOf("::");
        String name = (classifier < 0 ? text : text.substring(classifier + 2)).strip();
        String known = NAMES.get(plain(name));
        if (known != null) {
            return Optional.of(known);
        }
        return gnu(name).or(() -> LicenseExpression.parse(name).map(LicenseNames::current));
    }

    /** What Fedora's and Debian's packages join by {@code and} and {@code or}. */
    private static Optional<String> several(String text) {
        List<String> words = new ArrayList<>();
        for (String each : text.split("(?i)(?<= )(?=(?:and|or) )|(?<= (?:and|or)) ", -1)) {
            String word = each.strip();
            if (word.equalsIgnoreCase("and") || word.equalsIgnoreCase("or")) {
                words.add(word.toUpperCase(Locale.ROOT));
            } else {
                Optional<String> id = one(word);
                if (id.isEmpty()) {
                    return Optional.empty();
                }
                words.add(id.get());
            }
        }
        return words.size() < 3
                ? Optional.empty()
                : LicenseExpression.parse(String.join(" ", words));
    }

    private static Optional<String> gnu(String name) {
        Matcher parts = GNU.matcher(name.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String version = parts.group(2).length() == 1 ? parts.group(2) + ".0" : parts.group(2);
        String rule = parts.group(3) == null ? "" : parts.group(3);
        boolean isLater = rule.equals("+") || rule.endsWith("later");
        return LicenseExpression.id(
                parts.group(1) + "-" + version + (isLater ? "-or-later" : "-only"));
    }

    /** Identifiers of which the list says that they are no more to be used, by the newer ones. */
    private static String current(String expression) {
        return expression
                .replaceAll("\\b([AL]?GPL-\\d\\.\\d)\\+", "$1-or-later")
                .replaceAll("\\b([AL]?GPL-\\d\\.\\d)(?![-\\w.])", "$1-only");
    }

    /** Lower case, without words that say nothing, and without what is around an address. */
    private static String plain(String name) {
        String text = name.toLowerCase(Locale.ROOT).replace('"', ' ').replace(',', ' ');
        if (text.startsWith("http://") || text.startsWith("https://")) {
            return text.replaceFirst("^https?://", "")
                    .replaceFirst("(?:\\.txt|\\.html?|\\.php)?/?$", "");
        }
        return text.replaceAll("\\b(?:the|licen[sc]e|version)\\b", " ")
                .replaceAll("\\bv\\.? ?(?=\\d+(?:\\.\\d+)*$)", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
