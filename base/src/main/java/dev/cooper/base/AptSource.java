package dev.cooper.base;

import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One source of binary packages that apt is configured with (sources.list(5)).
 *
 * @param uris the archives
 * @param suites the suites of each
 * @param components the components of each suite
 * @param signedBy the value of the option Signed-By: paths, fingerprints or a key block; empty when
 *     not given
 * @param checkValidUntil the value of the option Check-Valid-Until; empty when not given
 */
record AptSource(
        List<String> uris,
        List<String> suites,
        List<String> components,
        String signedBy,
        Optional<Boolean> checkValidUntil) {

    AptSource {
        uris = List.copyOf(uris);
        suites = List.copyOf(suites);
        components = List.copyOf(components);
    }

    /**
     * Reads a file in the one-line style.
     *
     * @param text the file
     * @param file its name, for messages
     * @throws SyntaxException when apt would not read it either
     */
    static List<AptSource> parseList(String text, String file) {
        List<AptSource> sources = new ArrayList<>();
        int number = 0;
        for (String whole : text.lines().toList()) {
            number++;
            int hash = whole.indexOf('#');
            String line = (hash < 0 ? whole : whole.substring(0, hash)).strip();
            if (line.startsWith("deb ") || line.startsWith("deb\t")) {
                sources.add(parseLine(line.substring(4).strip(), file + ":" + number));
            } else if (!line.isEmpty() && !line.startsWith("deb-src")) {
                throw new SyntaxException(
                        file + ":" + number + ": want \"deb URI suite component\"");
            }
        }
        return sources;
    }

    private static AptSource parseLine(String line, String where) {
        String rest = line;
        String signedBy = "";
        Optional<Boolean> check = Optional.empty();
        if (rest.startsWith("[")) {
            int close = rest.indexOf(']');
            if (close < 0) {
                throw new SyntaxException(where + ": the options have no \"]\"");
            }
            for (String option : words(rest.substring(1, close))) {
                int equals = option.indexOf('=');
                String value = option.substring(equals + 1);
                switch (equals < 0 ? "" : option.substring(0, equals)) {
                    case "signed-by" -> signedBy = value.replace(',', ' ');
                    case "check-valid-until" -> check = Optional.of(isYes(value));
                    default -> {} // the others choose what apt downloads, not where from
                }
            }
            rest = rest.substring(close + 1);
        }
        List<String> words = words(rest);
        if (words.size() < 2) {
            throw new SyntaxException(where + ": want \"deb URI suite component\"");
        }
        return new AptSource(
                List.of(words.get(0)),
                List.of(words.get(1)),
                words.subList(2, words.size()),
                signedBy,
                check);
    }

    /**
     * Reads a file in the deb822 style.
     *
     * @param text the file
     * @param file its name, for messages
     * @throws IOException when apt would not read it either
     */
    static List<AptSource> parseStanzas(byte[] text, String file) throws IOException {
        List<AptSource> sources = new ArrayList<>();
        StanzaReader reader = new StanzaReader(new ByteArrayInputStream(text), file, null);
        Map<String, String> stanza;
        while ((stanza = reader.next()) != null) {
            String enabled = field(stanza, "Enabled");
            if (!words(field(stanza, "Types")).contains("deb")
                    || !(enabled.isEmpty() || isYes(enabled))) {
                continue;
            }
            String check = field(stanza, "Check-Valid-Until");
            sources.add(
                    new AptSource(
                            words(field(stanza, "URIs")),
                            words(field(stanza, "Suites")),
                            words(field(stanza, "Components")),
                            field(stanza, "Signed-By"),
                            check.isEmpty() ? Optional.empty() : Optional.of(isYes(check))));
        }
        return sources;
    }

    /** Field names do not depend on case, and people write these files by hand. */
    private static String field(Map<String, String> stanza, String name) {
        for (Map.Entry<String, String> entry : stanza.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return "";
    }

    static boolean isYes(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "yes", "true", "with", "on", "enable", "1" -> true;
            default -> false;
        };
    }

    /** Splits at blanks. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean blank = i == text.length() || text.charAt(i) <= ' ';
            if (blank && start >= 0) {
                words.add(text.substring(start, i));
                start = -1;
            } else if (!blank && start < 0) {
                start = i;
            }
        }
        return words;
    }
}
