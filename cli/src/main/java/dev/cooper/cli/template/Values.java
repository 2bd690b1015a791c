package dev.cooper.cli.template;

import dev.cooper.oci.Json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How Go sees and prints a value. */
final class Values {
    private Values() {}

    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case String text -> !text.isEmpty();
            case Long number -> number != 0;
            case Double number -> number != 0;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /** Prints a value as Go's {@code %v} does. */
    static String print(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case null -> text.append("<nil>");
            case Double number -> text.append(Printf.shortest(number));
            case List<?> list -> {
                text.append('[');
                appendSpaced(text, list);
                text.append(']');
            }
            case Struct struct -> {
                text.append('{');
                appendSpaced(text, struct.fields().values());
                text.append('}');
            }
            case Map<?, ?> map -> {
                text.append("map[");
                boolean first = true;
                for (Map.Entry<?, ?> entry :
                        new TreeMap<Object, @Nullable Object>(map).entrySet()) {
                    text.append(first ? "" : " ").append(entry.getKey()).append(':');
                    append(text, entry.getValue());
                    first = false;
                }
                text.append(']');
            }
            default -> text.append(value);
        }
    }

    private static void appendSpaced(StringBuilder text, Iterable<?> items) {
        boolean first = true;
        for (Object item : items) {
            text.append(first ? "" : " ");
            append(text, item);
            first = false;
        }
    }

    /** Go's Sprint: a space between operands when neither is a string. */
    static String sprint(List<? extends @Nullable Object> values) {
        StringBuilder text = new StringBuilder();
        boolean afterString = true;
        for (Object value : values) {
            boolean string = value instanceof String;
            if (!string && !afterString) {
                text.append(' ');
            }
            append(text, value);
            afterString = string;
        }
        return text.toString();
    }

    /** Go's Sprintln: a space between operands and a line feed. */
    static String sprintln(List<? extends @Nullable Object> values) {
        StringBuilder text = new StringBuilder();
        appendSpaced(text, values);
        return text.append('\n').toString();
    }

    /** The value as compact JSON. */
    static String json(@Nullable Object value) {
        return new String(Json.write(plain(value)), StandardCharsets.UTF_8);
    }

    /** The value with its structs turned into maps. */
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Struct struct -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                struct.fields().forEach((key, field) -> map.put(key, plain(field)));
                yield map;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                for (Object item : list) {
                    copy.add(plain(item));
                }
                yield copy;
            }
            case null, default -> value;
        };
    }

    static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "nil";
            case String _ -> "string";
            case Long _ -> "int";
            case Double _ -> "float64";
            case Boolean _ -> "bool";
            case Struct struct -> struct.typeName();
            case List<?> list ->
                    !list.isEmpty() && list.getFirst() instanceof String
                            ? "[]string"
                            : "[]interface {}";
            case Map<?, ?> map ->
                    !map.isEmpty() && map.values().iterator().next() instanceof String
                            ? "map[string]string"
                            : "map[string]interface {}";
            default -> value.getClass().getSimpleName();
        };
    }
}
