package dev.cooper.policy.rego;

import java.util.HashMap;
import java.util.Map;

/** The functions of the language that are known here, by their names. */
final class Builtins {
    static final Map<String, Builtin> ALL;

    private static final String OPERATORS = "equal neq lt lte gt gte plus minus mul div rem or and";

    static {
        Map<String, Builtin> all = new HashMap<>();
        Operators.addTo(all);
        Collections.addTo(all);
        Objects.addTo(all);
        Strings.addTo(all);
        Patterns.addTo(all);
        Encodings.addTo(all);
        Times.addTo(all);
        Networks.addTo(all);
        for (String each : OPERATORS.split(" ")) {
            Builtin operator = all.get(each);
            if (operator != null) {
                all.put("internal." + each, operator);
            }
        }
        ALL = Map.copyOf(all);
    }

    private Builtins() {}
}
