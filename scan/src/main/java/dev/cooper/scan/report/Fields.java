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
        return switch (value) {
            case Fields fields -> whole ? fields.toTemplate() : fields.toJson();
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                for (Object item : list) {
                    copy.add(plain(item, whole));
                }
                yield copy;
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(key.toString(), plain(item, whole)));
                yield copy;
            }
            case Integer number -> (long) number;
            // as Go writes it
            case Double number when number == Math.rint(number) -> number.longValue();
            case null, default -> value;
        };
    }

    private static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case Long number -> number == 0;
            case Boolean flag -> !flag;
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }
}
