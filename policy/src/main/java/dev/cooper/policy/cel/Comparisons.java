package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** What equals what, and what is less. */
final class Comparisons {
    private Comparisons() {}

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (isNumber(left) && isNumber(right)) {
            OptionalInt order = numbers(left, right);
            return order.isPresent() && order.getAsInt() == 0;
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            return equal(one, other);
        }
        if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
            return equal(one, other);
        }
        return Objects.equals(left, right);
    }

    private static boolean equal(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!equal(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Map<?, ?> one, Map<?, ?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (Map.Entry<?, ?> each : one.entrySet()) {
            Object key = Objects.requireNonNull(each.getKey());
            if (!Collections.in(key, other)
                    || !equal(each.getValue(), Collections.at(other, key))) {
                return false;
            }
        }
        return true;
    }

    static boolean isNumber(@Nullable Object value) {
        return value instanceof Long || value instanceof Uint || value instanceof Double;
    }

    /** The order of two values; empty when one is no number at all. */
    static OptionalInt order(@Nullable Object left, @Nullable Object right) {
        if (isNumber(left) && isNumber(right)) {
            return numbers(left, right);
        }
        if (left instanceof String one && right instanceof String other) {
            return OptionalInt.of(codePoints(one, other));
        }
        if (left instanceof Boolean one && right instanceof Boolean other) {
            return OptionalInt.of(one.compareTo(other));
        }
        if (left instanceof Instant one && right instanceof Instant other) {
            return OptionalInt.of(one.compareTo(other));
        }
        if (left instanceof Duration one && right instanceof Duration other) {
            return OptionalInt.of(one.compareTo(other));
        }
        if (left instanceof Bytes one && right instanceof Bytes other) {
            return OptionalInt.of(Arrays.compareUnsigned(one.content(), other.content()));
        }
        if (left instanceof Quantity one && right instanceof Quantity other) {
            return OptionalInt.of(one.compareTo(other));
        }
        throw CelException.noOverload(
                TypeName.of(left).name() + " compared with " + TypeName.of(right).name());
    }

    private static int codePoints(String one, String other) {
        int[] left = one.codePoints().toArray();
        int[] right = other.codePoints().toArray();
        return Arrays.compare(left, right);
    }

    private static OptionalInt numbers(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Double one && right instanceof Double other) {
            return one.isNaN() || other.isNaN()
                    ? OptionalInt.empty()
                    : OptionalInt.of(one < other ? -1 : one > other ? 1 : 0);
        }
        if (left instanceof Double one && !Double.isFinite(one)) {
            return one.isNaN() ? OptionalInt.empty() : OptionalInt.of(one > 0 ? 1 : -1);
        }
        if (right instanceof Double one && !Double.isFinite(one)) {
            return one.isNaN() ? OptionalInt.empty() : OptionalInt.of(one > 0 ? -1 : 1);
        }
        return OptionalInt.of(exact(left).compareTo(exact(right)));
    }

    private static BigDecimal exact(@Nullable Object number) {
        return switch (number) {
            case Long whole -> BigDecimal.valueOf(whole);
            case Uint whole -> new BigDecimal(whole.big());
            case Double real -> new BigDecimal(real);
            case null, default -> throw CelException.noOverload("a number");
        };
    }
}
