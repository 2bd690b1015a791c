package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalInt;

/** More about numbers. */
final class Numbers {
    private Numbers() {}

    static void addTo(Library library) {
        library.add("math.greatest", 1, Integer.MAX_VALUE, a -> most(all(a), 1));
        library.add("math.least", 1, Integer.MAX_VALUE, a -> most(all(a), -1));
        library.add("math.ceil", 1, a -> Math.ceil(a.at(0, Double.class)));
        library.add("math.floor", 1, a -> Math.floor(a.at(0, Double.class)));
        library.add("math.abs", 1, a -> absolute(a.at(0)));
        library.add("quantity", 1, a -> Quantity.parse(a.text(0)));
        library.add("isQuantity", 1, a -> isQuantity(a.text(0)));
        library.add(
                "isGreaterThan",
                2,
                a -> a.at(0, Quantity.class).compareTo(a.at(1, Quantity.class)) > 0);
        library.add(
                "isLessThan",
                2,
                a -> a.at(0, Quantity.class).compareTo(a.at(1, Quantity.class)) < 0);
        library.add(
                "compareTo",
                2,
                a -> (long) a.at(0, Quantity.class).compareTo(a.at(1, Quantity.class)));
    }

    private static List<?> all(Arguments arguments) {
        return arguments.size() == 1 && arguments.at(0) instanceof List<?> list
                ? list
                : arguments.values();
    }

    /** The value that comes last in an order, or first when the sign is negative. */
    static Object most(List<?> values, int sign) {
        Object most = null;
        for (Object each : values) {
            if (each == null) {
                throw CelException.noOverload("null compared");
            }
            OptionalInt order = most == null ? OptionalInt.of(sign) : Comparisons.order(each, most);
            if (order.orElse(0) * sign > 0) {
                most = each;
            }
        }
        if (most == null) {
            throw new CelException("there is nothing to compare");
        }
        return most;
    }

    private static Object absolute(@Nullable Object value) {
        return switch (value) {
            case Long number when number != Long.MIN_VALUE -> Math.abs(number);
            case Long _ -> throw Operators.overflow();
            case Uint number -> number;
            case Double number -> Math.abs(number);
            case null, default -> throw CelException.noOverload("math.abs");
        };
    }

    private static boolean isQuantity(String text) {
        try {
            Quantity.parse(text);
            return true;
        } catch (CelException _) {
            return false;
        }
    }

    /** A real number as short as it can be. */
    static String text(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e21) {
            return new java.math.BigDecimal(number).toBigInteger().toString();
        }
        String text = Double.toString(number);
        int exponent = text.indexOf('E');
        if (exponent < 0) {
            return text;
        }
        int power = Integer.parseInt(text, exponent + 1, text.length(), 10);
        String digits = text.substring(0, exponent);
        String mantissa = digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
        String sign = power < 0 ? "-" : "+";
        return mantissa + "e" + sign + (Math.abs(power) < 10 ? "0" : "") + Math.abs(power);
    }
}
