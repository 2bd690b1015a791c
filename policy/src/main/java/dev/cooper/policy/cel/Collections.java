package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists and maps. */
final class Collections {
    private static final double EXACT = 1L << 53;

    private Collections() {}

    /** What can be a key. */
    static Object key(@Nullable Object value) {
        if (value instanceof String
                || value instanceof Long
                || value instanceof Uint
                || value instanceof Boolean) {
            return value;
        }
        throw new CelException("unsupported key type " + TypeName.of(value).name());
    }

    static @Nullable Object at(@Nullable Object of, Object key) {
        if (of instanceof Map<?, ?> map) {
            Optional<Object> found = same(map, key);
            if (found.isEmpty()) {
                throw new CelException("no such key: " + Strings.text(key));
            }
            return map.get(found.get());
        }
        if (of instanceof List<?> list) {
            int index = index(key);
            if (index < 0 || index >= list.size()) {
                throw new CelException("invalid argument: index out of bounds: " + index);
            }
            return list.get(index);
        }
        throw new CelException("no such overload: " + TypeName.of(of).name() + " has no fields");
    }

    /** The value at a key or an index; empty when there is none. */
    static Optional<Object> find(Object of, Object key) {
        if (of instanceof Map<?, ?> map) {
            return same(map, key).map(map::get);
        }
        if (of instanceof List<?> list) {
            int index = index(key);
            return index >= 0 && index < list.size()
                    ? Optional.ofNullable(list.get(index))
                    : Optional.empty();
        }
        throw new CelException("no such overload: " + TypeName.of(of).name() + " has no fields");
    }

    /** The key of a map that equals this one; numbers of different types may. */
    private static Optional<Object> same(Map<?, ?> map, Object key) {
        if (map.containsKey(key)) {
            return Optional.of(key);
        }
        Long whole =
                switch (key) {
                    case Long number -> number;
                    case Uint number when number.bits() >= 0 -> number.bits();
                    case Double number
                            when number == Math.rint(number) && Math.abs(number) < EXACT ->
                            (long) number.doubleValue();
                    case String _, Boolean _, Uint _, Double _ -> null;
                    default -> throw new CelException("unsupported key type");
                };
        if (whole == null) {
            return Optional.empty();
        }
        if (map.containsKey(whole)) {
            return Optional.of(whole);
        }
        Uint unsigned = new Uint(whole);
        return whole >= 0 && map.containsKey(unsigned) ? Optional.of(unsigned) : Optional.empty();
    }

    private static int index(Object key) {
        double number =
                switch (key) {
                    case Long whole -> whole;
                    case Uint whole -> whole.bits() < 0 ? EXACT : whole.bits();
                    case Double real when real == Math.rint(real) -> real;
                    default -> throw new CelException("invalid argument: no index");
                };
        return number < 0 || number > Integer.MAX_VALUE ? -1 : (int) number;
    }

    static boolean in(@Nullable Object value, @Nullable Object all) {
        if (all instanceof List<?> list) {
            for (Object each : list) {
                if (Comparisons.equal(each, value)) {
                    return true;
                }
            }
            return false;
        }
        if (all instanceof Map<?, ?> map) {
            return value != null && same(map, value).isPresent();
        }
        throw CelException.noOverload("in");
    }

    static List<@Nullable Object> joined(List<?> first, List<?> second) {
        List<@Nullable Object> all = new ArrayList<>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return all;
    }

    /** How many steps it takes to look at all of it, roughly. */
    static long weight(List<@Nullable Object> values) {
        long weight = 0;
        for (Object each : values) {
            weight +=
                    switch (each) {
                        case String text -> text.length() / 10;
                        case List<?> list -> list.size();
                        case Map<?, ?> map -> map.size();
                        case null, default -> 0;
                    };
        }
        return weight;
    }
}
