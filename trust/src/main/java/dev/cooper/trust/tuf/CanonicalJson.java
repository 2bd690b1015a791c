package dev.cooper.trust.tuf;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The one form of a JSON value that signatures are over: keys by their bytes, no blanks, nothing
 * escaped but quotation mark and backslash, no fractions.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * Writes a value.
     *
     * @param value maps, lists, strings, whole numbers, truth values and null
     * @throws SyntaxException when it holds a fraction
     */
    public static byte[] write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case String text -> append(out, text);
            case Map<?, ?> map -> append(out, map);
            case List<?> list -> append(out, list);
            case Long number -> out.append(number.longValue());
            case Integer number -> out.append(number.intValue());
            case Boolean truth -> out.append(truth.booleanValue());
            default ->
                    throw new SyntaxException(
                            "signed data may hold whole numbers only, found " + value);
        }
    }

    private static void append(StringBuilder out, List<?> list) {
        out.append('[');
        String separator = "";
        for (Object element : list) {
            out.append(separator);
            append(out, element);
            separator = ",";
        }
        out.append(']');
    }

    private static void append(StringBuilder out, Map<?, ?> map) {
        List<String> keys =
                map.keySet().stream().map(String::valueOf).sorted(CanonicalJson::compare).toList();
        out.append('{');
        String separator = "";
        for (String key : keys) {
            out.append(separator);
            append(out, key);
            out.append(':');
            append(out, map.get(key));
            separator = ",";
        }
        out.append('}');
    }

    private static int compare(String a, String b) {
        return Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static void append(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
