package dev.cooper.policy.kyverno;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.jmespath.Query;

import org.jspecify.annotations.Nullable;

/** Puts what queries find into <code>{{ }}</code>. */
final class Template {
    private static final int MOST = 50;
    private static final int LONGEST = 64 << 10;

    private final Query query;
    private final @Nullable Object document;

    Template(Query query, @Nullable Object document) {
        this.query = query;
        this.document = document;
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
            Object found = query.ask(filled.substring(begin + 2, end).strip(), document);
            String before = filled.substring(0, begin);
            String after = filled.substring(end + 2);
            if (before.isBlank() && after.isBlank()) {
                return found;
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
