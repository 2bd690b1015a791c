package dev.cooper.cli.template;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value with a fixed set of fields: unlike a map, asking it for another one is an error.
 *
 * @param typeName what error messages call its type
 * @param fields the fields in their order
 */
public record Struct(String typeName, Map<String, @Nullable Object> fields) {
    /** Copies the fields. */
    public Struct {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Whether there is a field, by its name here or by Go's name of a field in lower case. */
    boolean has(String name) {
        return fields.containsKey(name) || fields.containsKey(lowered(name));
    }

    /** The value of a field, null when it is absent. */
    @Nullable Object get(String name) {
        return fields.containsKey(name) ? fields.get(name) : fields.get(lowered(name));
    }

    /** {@code mediaType} for {@code MediaType}: Go's name of what JSON writes in lower case. */
    private static String lowered(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /**
     * The same as maps and lists, for JSON.
     *
     * @return a map in the order of the fields
     */
    public @Nullable Object toJson() {
        return Values.plain(this);
    }
}
