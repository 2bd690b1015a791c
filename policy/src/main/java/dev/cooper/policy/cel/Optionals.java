package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values that may be missing. */
final class Optionals {
    private Optionals() {}

    static void addTo(Library library) {
        library.add("optional.none", 0, _ -> Optional.empty());
        library.add("optional.of", 1, a -> Optional.ofNullable(a.at(0)));
        library.add(
                "optional.ofNonZeroValue",
                1,
                a -> isZero(a.at(0)) ? Optional.empty() : Optional.ofNullable(a.at(0)));
        library.add("hasValue", 1, a -> a.at(0, Optional.class).isPresent());
        library.add("value", 1, Optionals::value);
        library.add("or", 2, a -> a.at(a.at(0, Optional.class).isPresent() ? 0 : 1));
        library.add("orValue", 2, Optionals::orValue);
    }

    private static Object value(Arguments arguments) {
        Optional<?> optional = arguments.at(0, Optional.class);
        if (optional.isPresent()) {
            return optional.get();
        }
        throw new CelException("optional.none() dereference");
    }

    private static @Nullable Object orValue(Arguments arguments) {
        Optional<?> optional = arguments.at(0, Optional.class);
        return optional.isPresent() ? optional.get() : arguments.at(1);
    }

    private static boolean isZero(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case Long number -> number == 0;
            case Uint number -> number.bits() == 0;
            case Double number -> number == 0;
            case Boolean truth -> !truth;
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }
}
