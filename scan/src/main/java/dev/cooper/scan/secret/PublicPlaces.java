package dev.cooper.scan.secret;

import java.util.List;
import java.util.Set;

/** Documents, examples and tests of programs, and lists of digests: anybody has what is there. */
final class PublicPlaces {
    private static final List<String> TREES =
            List.of(
                    "usr/share/doc/",
                    "usr/share/man/",
                    "usr/share/info/",
                    "usr/share/locale/",
                    "usr/share/help/",
                    "usr/share/perl/",
                    "usr/share/perl5/",
                    "usr/share/zoneinfo/",
                    "usr/share/i18n/",
                    "usr/include/",
                    "var/lib/dpkg/",
                    "var/lib/apt/lists/",
                    "lib/apk/db/");

    private static final Set<String> DIRECTORIES =
            Set.of(
                    "test",
                    "tests",
                    "testing",
                    "testdata",
                    "test_data",
                    "__tests__",
                    "fixtures",
                    "spec",
                    "specs",
                    "example",
                    "examples",
                    "sample",
                    "samples");

    private static final Set<String> FILES =
            Set.of(
                    "package-lock.json",
                    "npm-shrinkwrap.json",
                    "yarn.lock",
                    "pnpm-lock.yaml",
                    "go.sum",
                    "go.mod",
                    "cargo.lock",
                    "poetry.lock",
                    "pipfile.lock",
                    "composer.lock");

    private static final Set<String> EXTENSIONS =
            Set.of(
                    "md", "rst", "adoc", "css", "svg", "htm", "html", "map", "po", "mo", "gmo",
                    "gif", "jpg", "jpeg", "png", "ico", "woff", "woff2", "ttf", "otf", "eot");

    private PublicPlaces() {}

    /** Whether a file, whose path is clean and relative, is in such a place. */
    static boolean has(String path) {
        for (String tree : TREES) {
            if (path.startsWith(tree)) {
                return true;
            }
        }
        int start = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
            String directory = path.substring(start, slash);
            if (DIRECTORIES.contains(directory) || directory.endsWith("-info")) {
                return true;
            }
            start = slash + 1;
        }
        String name = path.substring(start).toLowerCase(java.util.Locale.ROOT);
        return FILES.contains(name)
                || EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
