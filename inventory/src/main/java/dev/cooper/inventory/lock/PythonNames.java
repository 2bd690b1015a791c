package dev.cooper.inventory.lock;

import java.util.Locale;

/** Names of Python packages, of which many spellings are the same (PEP 503). */
final class PythonNames {
    private PythonNames() {}

    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }

    /**
     * The name at the start of a requirement such as {@code requests[socks]>=2 ; python_version}.
     */
    static String ofRequirement(String requirement) {
        return plain(requirement.strip().split("[^A-Za-z0-9._-]", 2)[0]);
    }
}
