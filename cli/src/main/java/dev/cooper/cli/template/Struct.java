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
}
