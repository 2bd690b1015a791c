package dev.cooper.policy.kyverno;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.jmespath.Query;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts what queries find into <code>{{ }}</code>. */
final class Template {
    private static final int MOST = 50;
    private static final int LONGEST = 256 << 10;

    private static final List<String> OF_REQUESTS =
            List.of("request.", "serviceAccountName", "serviceAccountNamespace");

    private final Query query;
    private final @Nullable Object document;
    private final boolean hasRequest;

    /**
     * Makes one.
     *
     * @param hasRequest whether there is a request to ask for: where there is none, to find nothing
     *     in it would be an answer that nobody has given
     */
    Template(Query query, @Nullable Object document, boolean hasRequest) {
        this.query = query;
        this.document = document;
        this.hasRequest = hasRequest;
    }

    /** Tells whether there is anything to fill in. */
    static boolean isOpen(String text) {
        return text.contains("{{");
    }

    /** The same queries, of this document with other members. */
    Template with(Map<String, ? extends @Nullable Object> members) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        if (document instanceof Map<?, ?> map) {
            map.forEach((key, value) -> all.put(String.valueOf(key), value));
        }
        all.putAll(members);
        return of(all);
    }

    /** The same queries, of another document. */
    Template of(@Nullable Object other) {
        return new Template(query, other, hasRequest);
    }

    /** Asks without any <code>{{ }}</code>. */
    @Nullable Object ask(String text) {
        if (!hasRequest && OF_REQUESTS.stream().anyMatch(text::contains)) {
            throw new SyntaxException(
                    "{{ " + text + " }} asks for a cluster's request, and there is none here");
        }
        return query.ask(text, document);
    }

    /**
     * Fills in a text that must be one.
     *
     * @throws SyntaxException when a query finds nothing
     */
    String text(String text) {
        return switch (fill(text)) {
            case String filled -> filled;
            case null -> throw unknown(text);
            case Object other -> Json.writeString(other);
        };
    }

    /** Fills in a text; a text that is one query alone becomes what the query finds. */
    @Nullable Object fill(String text) {
        String filled = text;
        for (int done = 0; done < MOST; done++) {
            int end = filled.indexOf("}}");
            int begin = end < 0 ? -1 : filled.lastIndexOf("{{", end);
            if (begin < 0) {
                return filled;
            }
            String asked = filled.substring(begin + 2, end).strip();
            Object found = ask(asked);
            String before = filled.substring(0, begin);
            String after = filled.substring(end + 2);
            if (before.isBlank() && after.isBlank()) {
                return found;
            }
            if (found == null) {
                throw unknown("{{ " + asked + " }}");
            }
            String inside = found instanceof String one ? one : Json.writeString(found);
            boolean nested = before.lastIndexOf("{{") > before.lastIndexOf("}}");
            filled = before + checked(inside, nested) + after;
            if (filled.length() > LONGEST) {
                throw new SyntaxException("what is filled in becomes too long");
            }
        }
        throw new SyntaxException("more than " + MOST + " queries in one text");
    }

    private static SyntaxException unknown(String text) {
        return new SyntaxException("nothing is known that is " + text.strip());
    }

    /** What becomes part of a query must not end the text it stands in, or ask by itself. */
    private static String checked(String found, boolean nested) {
        boolean hostile =
                found.contains("{{")
                        || found.contains("}}")
                        || (nested
                                && (found.indexOf('\'') >= 0
                                        || found.indexOf('`') >= 0
                                        || found.indexOf('\\') >= 0));
        if (hostile) {
            throw new SyntaxException("\"" + found + "\" cannot be put into a query");
        }
        return found;
    }
}
