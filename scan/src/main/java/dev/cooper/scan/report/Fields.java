package dev.cooper.scan.report;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named values in an order. JSON leaves out most of those that are empty, templates want them all:
 * both are made from this.
 */
final class Fields {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Set<String> always = new HashSet<>();

    /** Adds a value that JSON has only when it is not empty, 0 or false. */
    Fields with(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    /** Adds a value that JSON has in any case. */
    Fields always(String name, @Nullable Object value) {
        always.add(name);
        return with(name, value);
    }

    /** The values for JSON, without those that are left out. */
    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            Object plain = plain(value, false);
            if (always.contains(name) || !isEmpty(plain)) {
                json.put(name, plain);
            }
        });
        return json;
    }

    /** All values. */
    Map<String, @Nullable Object> toTemplate() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        values.forEach((name, value) -> all.put(name, plain(value, true)));
        return all;
    }

    private static @Nullable Object plain(@Nullable Object value, boolean whole) {
        // Not by a switch over types, which costs a start twenty milliseconds.
        if (value instanceof Fields fields) {
            return whole ? fields.toTemplate() : fields.toJson();
        }
        if (value instanceof List<?> list) {
            if (list.isEmpty() || list.getFirst() instanceof String) {
                return list; // of texts, like all lists that begin with one
            }
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            for (Object item : list) {
                copy.add(plain(item, whole));
            }
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(key.toString(), plain(item, whole)));
            return copy;
        }
        if (value instanceof Integer number) {
            return (long) number;
        }
        if (value instanceof Double number && number == Math.rint(number)) {
            return number.longValue(); // as Go writes it
        }
        return value;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || (value instanceof String text && text.isEmpty())
                || (value instanceof Long number && number == 0)
                || (value instanceof Boolean flag && !flag)
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }
}
