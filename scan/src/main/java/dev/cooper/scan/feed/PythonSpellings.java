package dev.cooper.scan.feed;

import java.util.ArrayList;
import java.util.List;

/**
 * The spellings of a Python package's name that are the same name (PEP 503) and different ones for
 * Trivy, which takes a hyphen for an underscore, but no dot for either.
 */
final class PythonSpellings {
    /** A name of more parts than this is spelled with hyphens or with dots alone. */
    private static final int MOST_HYPHENS = 4;

    private PythonSpellings() {}

    /**
     * All spellings, the given one first.
     *
     * @param name in lower case, with hyphens
     */
    static List<String> of(String name) {
        List<Integer> hyphens = new ArrayList<>();
        for (int at = name.indexOf('-', 1); at > 0; at = name.indexOf('-', at + 1)) {
            hyphens.add(at);
        }
        if (hyphens.size() > MOST_HYPHENS) {
            return List.of(name, name.replace('-', '.'));
        }
        List<String> spellings = new ArrayList<>();
        for (int choice = 0; choice < 1 << hyphens.size(); choice++) {
            StringBuilder spelling = new StringBuilder(name);
            for (int i = 0; i < hyphens.size(); i++) {
                if ((choice >> i & 1) == 1) {
                    spelling.setCharAt(hyphens.get(i), '.');
                }
            }
            spellings.add(spelling.toString());
        }
        return spellings;
    }
}
