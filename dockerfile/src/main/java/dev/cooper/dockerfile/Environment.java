package dev.cooper.dockerfile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The variables that expansion can see: build arguments and environment of one moment. */
public interface Environment {

    /** No variable at all. */
    Environment EMPTY = of(Map.of());

    /** The value of a variable; empty when it is not set (an empty value is set). */
    Optional<String> lookup(String name);

    /** All names that are set; used for suggestions. */
    Set<String> names();

    /** An environment with the entries of a map, which is copied. */
    static Environment of(Map<String, String> variables) {
        return viewOf(new LinkedHashMap<>(variables));
    }

    /** An environment that follows the changes of a map. */
    static Environment viewOf(Map<String, String> variables) {
        return new Environment() {
            @Override
            public Optional<String> lookup(String name) {
                return Optional.ofNullable(variables.get(name));
            }

            @Override
            public Set<String> names() {
                return Collections.unmodifiableSet(variables.keySet());
            }
        };
    }

    /** An environment from {@code NAME=value} texts; a later one wins, one without = is empty. */
    static Environment ofPairs(List<String> pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                map.put(pair, "");
            } else {
                map.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return viewOf(map);
    }
}
