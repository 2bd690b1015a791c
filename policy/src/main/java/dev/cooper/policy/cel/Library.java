package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** The functions of the language, and the extensions that policies use. */
final class Library {
    static final Map<String, Function> STANDARD = all();

    private final Map<String, Function> functions = new HashMap<>();

    private Library() {}

    /** What a function does with its arguments. */
    interface Body {
        @Nullable Object of(Arguments arguments);
    }

    void add(String name, int least, int most, Body body) {
        functions.put(
                name, arguments -> body.of(new Arguments(name, arguments).sized(least, most)));
    }

    void add(String name, int count, Body body) {
        add(name, count, count, body);
    }

    private static Map<String, Function> all() {
        Library library = new Library();
        Operators.addTo(library);
        Conversions.addTo(library);
        Times.addTo(library);
        Strings.addTo(library);
        Lists.addTo(library);
        Optionals.addTo(library);
        Numbers.addTo(library);
        MoreMath.addTo(library);
        return Map.copyOf(library.functions);
    }
}
