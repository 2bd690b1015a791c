package dev.cooper.inventory.license;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Licence expressions of SPDX ({@code (MIT OR Apache-2.0) AND GPL-2.0-or-later WITH
 * Bison-exception-2.2}; SPDX 2.3, annex D), with the identifiers of its License List.
 */
public final class LicenseExpression {
    private static final int LONGEST = 4096;
    private static final int DEEPEST = 50;

    private static final class Lists {
        private static final Map<String, String> LICENSES = load("licenses.txt");
        private static final Map<String, String> EXCEPTIONS = load("exceptions.txt");
    }

    private final List<String> words;
    private final StringBuilder canonical = new StringBuilder();
    private int next;
    private int depth;

    private LicenseExpression(List<String> words) {
        this.words = words;
    }

    /**
     * Reads an expression.
     *
     * @return in canonical spelling; empty when it is none, or names a licence that is not listed
     */
    public static Optional<String> parse(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            return Optional.empty();
        }
        LicenseExpression expression = new LicenseExpression(words(text));
        return expression.alternatives() && expression.next == expression.words.size()
                ? Optional.of(expression.canonical.toString())
                : Optional.empty();
    }

    /**
     * The identifier of a listed licence.
     *
     * @param text in whatever case
     * @return as the list spells it; empty when it is not listed
     */
    public static Optional<String> id(String text) {
        return Optional.ofNullable(Lists.LICENSES.get(text.toLowerCase(Locale.ROOT)));
    }

    private static Map<String, String> load(String name) {
        try (InputStream in = LicenseExpression.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in this installation");
            }
            Map<String, String> ids = new HashMap<>();
            for (String id :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                ids.put(id.toLowerCase(Locale.ROOT), id);
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (Character.isWhitespace(c) || c == '(' || c == ')') {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                if (!Character.isWhitespace(c)) {
                    words.add(String.valueOf(c));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private boolean alternatives() {
        do {
            if (!conjunction()) {
                return false;
            }
        } while (takes("OR"));
        return true;
    }

    private boolean conjunction() {
        do {
            if (!simple()) {
                return false;
            }
        } while (takes("AND"));
        return true;
    }

    private boolean takes(String operator) {
        if (next == words.size() || !words.get(next).equalsIgnoreCase(operator)) {
            return false;
        }
        canonical.append(' ').append(operator).append(' ');
        next++;
        return true;
    }

    private boolean simple() {
        if (next == words.size() || depth >= DEEPEST) {
            return false;
        }
        String word = words.get(next++);
        if (word.equals("(")) {
            canonical.append('(');
            depth++;
            boolean good = alternatives() && next < words.size() && words.get(next++).equals(")");
            depth--;
            canonical.append(')');
            return good;
        }
        boolean later = word.endsWith("+") && id(word).isEmpty();
        Optional<String> id = id(later ? word.substring(0, word.length() - 1) : word);
        if (id.isEmpty()) {
            return false;
        }
        canonical.append(id.get()).append(later ? "+" : "");
        return !takes("WITH") || exception();
    }

    private boolean exception() {
        String id =
                next == words.size()
                        ? null
                        : Lists.EXCEPTIONS.get(words.get(next++).toLowerCase(Locale.ROOT));
        canonical.append(id);
        return id != null;
    }
}
