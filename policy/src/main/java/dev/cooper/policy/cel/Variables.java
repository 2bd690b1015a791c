package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What an expression may ask for, by name: null, truth values, {@link Long}, {@link Double},
 * strings, instants, durations, lists and maps of such, and whatever the functions understand.
 * Values can be made when they are first needed.
 */
public final class Variables {
    private final Map<String, Supplier<? extends @Nullable Object>> suppliers = new HashMap<>();
    private final Map<String, @Nullable Object> values = new HashMap<>();

    /** Gives a name to a value. */
    public Variables with(String name, @Nullable Object value) {
        suppliers.remove(name);
        values.put(name, value);
        return this;
    }

    /** Gives a name to a value that is made when it is first needed, and once. */
    public Variables withLazy(String name, Supplier<? extends @Nullable Object> value) {
        values.remove(name);
        suppliers.put(name, value);
        return this;
    }

    /** Returns all names. */
    public Set<String> names() {
        Set<String> names = new java.util.HashSet<>(values.keySet());
        names.addAll(suppliers.keySet());
        return names;
    }

    boolean has(String name) {
        return values.containsKey(name) || suppliers.containsKey(name);
    }

    @Nullable Object get(String name) {
        Supplier<? extends @Nullable Object> supplier = suppliers.get(name);
        if (supplier != null) {
            values.put(name, supplier.get());
            suppliers.remove(name);
        }
        return values.get(name);
    }
}
