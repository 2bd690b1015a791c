package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.function.LongBinaryOperator;

/** The bits of whole numbers, and the kinds of real ones. */
final class MoreMath {
    private MoreMath() {}

    static void addTo(Library library) {
        both(library, "math.bitAnd", (a, b) -> a & b);
        both(library, "math.bitOr", (a, b) -> a | b);
        both(library, "math.bitXor", (a, b) -> a ^ b);
        library.add("math.bitNot", 1, a -> like(a.at(0), ~bits(a, 0)));
        shift(library, "math.bitShiftLeft", (bits, by) -> bits << by);
        shift(library, "math.bitShiftRight", (bits, by) -> bits >>> by);
        library.add("math.isNaN", 1, a -> Double.isNaN(a.at(0, Double.class)));
        library.add("math.isInf", 1, a -> Double.isInfinite(a.at(0, Double.class)));
        library.add("math.isFinite", 1, a -> Double.isFinite(a.at(0, Double.class)));
        library.add("math.trunc", 1, a -> trunc(a.at(0, Double.class)));
        library.add("math.round", 1, a -> round(a.at(0, Double.class)));
        library.add("math.sign", 1, a -> sign(a.at(0)));
    }

    private static void both(Library library, String name, LongBinaryOperator operator) {
        library.add(
                name,
                2,
                a -> {
                    if (a.at(0) instanceof Uint != a.at(1) instanceof Uint) {
                        throw CelException.noOverload(name);
                    }
                    return like(a.at(0), operator.applyAsLong(bits(a, 0), bits(a, 1)));
                });
    }

    private static void shift(Library library, String name, LongBinaryOperator operator) {
        library.add(
                name,
                2,
                a -> {
                    long by = a.at(1, Long.class);
                    if (by < 0) {
                        throw new CelException(name + "() by a negative number");
                    }
                    long bits = bits(a, 0);
                    return like(a.at(0), by >= Long.SIZE ? 0 : operator.applyAsLong(bits, by));
                });
    }

    private static long bits(Arguments arguments, int index) {
        return arguments.at(index) instanceof Uint number
                ? number.bits()
                : arguments.at(index, Long.class);
    }

    private static Object like(@Nullable Object number, long bits) {
        return number instanceof Uint ? (Object) new Uint(bits) : (Object) bits;
    }

    private static double trunc(double number) {
        return number < 0 ? Math.ceil(number) : Math.floor(number);
    }

    /** Halves go away from zero. */
    private static double round(double number) {
        double whole = trunc(number);
        return Math.abs(number - whole) >= 0.5 ? whole + Math.signum(number) : whole;
    }

    private static Object sign(@Nullable Object value) {
        return switch (value) {
            case Long number -> (long) Long.signum(number);
            case Uint number -> new Uint(number.bits() == 0 ? 0 : 1);
            case Double number -> Math.signum(number);
            case null, default -> throw CelException.noOverload("math.sign");
        };
    }
}
