package dev.cooper.transfer;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a registry wants to see before it answers, from the header {@code WWW-Authenticate}.
 *
 * @param scheme {@code basic} or {@code bearer}
 * @param parameters such as realm, service, scope; the names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final int MAX_LENGTH = 16 << 10;

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Chooses bearer before basic among what was offered; null when there is neither. */
    static @Nullable Challenge choose(List<String> headers) {
        Challenge chosen = null;
        for (String header : headers) {
            if (header.length() > MAX_LENGTH) {
                continue;
            }
            Challenge one = parse(header);
            boolean known = one.scheme.equals("bearer") || one.scheme.equals("basic");
            if (known && (chosen == null || one.scheme.equals("bearer"))) {
                chosen = one;
            }
        }
        return chosen;
    }

    static Challenge parse(String header) {
        String text = header.strip();
        int space = text.indexOf(' ');
        if (space < 0) {
            return new Challenge(text.toLowerCase(Locale.ROOT), Map.of());
        }
        Map<String, String> parameters = new HashMap<>();
        int i = space;
        while (i < text.length()) {
            int equals = text.indexOf('=', i);
            if (equals < 0) {
                break;
            }
            String name = text.substring(i, equals).replace(",", "").strip();
            StringBuilder value = new StringBuilder();
            i = value(text, equals + 1, value);
            parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value.toString());
        }
        return new Challenge(text.substring(0, space).toLowerCase(Locale.ROOT), parameters);
    }

    /** Reads one value, quoted or not, and returns where it ends. */
    private static int value(String text, int start, StringBuilder value) {
        int i = start;
        if (i < text.length() && text.charAt(i) == '"') {
            for (i++; i < text.length() && text.charAt(i) != '"'; i++) {
                if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                    i++;
                }
                value.append(text.charAt(i));
            }
            return i + 1;
        }
        for (; i < text.length() && text.charAt(i) != ','; i++) {
            value.append(text.charAt(i));
        }
        return i + 1;
    }
}
