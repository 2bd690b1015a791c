package dev.cooper.policy.rego;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** Comparing, reckoning and asking for kinds. */
final class Operators {
    private static final int MOST_BITS = 4096;
    private static final int DIGITS = 25;

    private Operators() {}

    static void addTo(Map<String, Builtin> all) {
        compare(all, "equal", order -> order == 0);
        compare(all, "neq", order -> order != 0);
        compare(all, "lt", order -> order < 0);
        compare(all, "lte", order -> order <= 0);
        compare(all, "gt", order -> order > 0);
        compare(all, "gte", order -> order >= 0);
        all.put("plus", given -> number(given.number(0).add(given.number(1))));
        all.put("minus", Operators::minus);
        all.put("mul", given -> number(given.number(0).multiply(given.number(1))));
        all.put("div", Operators::divided);
        all.put("rem", Operators::rest);
        all.put("or", given -> union(given.at(0), given.at(1)));
        all.put("and", Operators::both);
        all.put("abs", given -> number(given.number(0).abs()));
        all.put("round", given -> rounded(given, RoundingMode.HALF_UP));
        all.put("ceil", given -> rounded(given, RoundingMode.CEILING));
        all.put("floor", given -> rounded(given, RoundingMode.FLOOR));
        all.put("to_number", given -> toNumber(given.at(0)));
        all.put("type_name", given -> Value.of(kind(given.at(0))));
        for (String kind :
                new String[] {"null", "boolean", "number", "string", "array", "object", "set"}) {
            all.put("is_" + kind, given -> is(kind(given.at(0)).equals(kind)));
        }
        bits(all);
        all.put("print", _ -> Values.TRUE);
        all.put("trace", _ -> Values.TRUE);
    }

    /** Kinds are not asked after in the negative: what is not of a kind is undefined. */
    private static Value is(boolean holds) {
        return Value.of(holds);
    }

    private static void compare(Map<String, Builtin> all, String name, IntPredicate holds) {
        all.put(name, given -> Value.of(holds.test(given.at(0).compareTo(given.at(1)))));
    }

    private static void bits(Map<String, Builtin> all) {
        all.put("bits.and", given -> number(whole(given, 0).and(whole(given, 1))));
        all.put("bits.or", given -> number(whole(given, 0).or(whole(given, 1))));
        all.put("bits.xor", given -> number(whole(given, 0).xor(whole(given, 1))));
        all.put("bits.negate", given -> number(whole(given, 0).not()));
        all.put("bits.lsh", given -> number(whole(given, 0).shiftLeft(by(given))));
        all.put("bits.rsh", given -> number(whole(given, 0).shiftRight(by(given))));
    }

    private static int by(Arguments given) {
        long by = given.whole(1);
        if (by < 0 || by > MOST_BITS) {
            throw Undefined.here();
        }
        return (int) by;
    }

    private static BigInteger whole(Arguments given, int index) {
        BigDecimal number = given.number(index);
        if (number.scale() > 0) {
            throw Undefined.here();
        }
        return number.toBigInteger();
    }

    static Value number(BigDecimal number) {
        return new Value.Num(number);
    }

    private static Value number(BigInteger number) {
        return new Value.Num(new BigDecimal(number));
    }

    private static Value minus(Arguments given) {
        if (given.at(0) instanceof Value.SetOf left) {
            TreeSet<Value> rest = new TreeSet<>(left.items());
            rest.removeAll(given.set(1));
            return Value.set(rest);
        }
        return number(given.number(0).subtract(given.number(1)));
    }

    private static Value divided(Arguments given) {
        BigDecimal by = given.number(1);
        if (by.signum() == 0) {
            throw Undefined.here();
        }
        BigDecimal exact = given.number(0).divide(by, new MathContext(DIGITS));
        BigDecimal rounded = exact.stripTrailingZeros();
        return number(
                rounded.precision() < DIGITS ? rounded : new BigDecimal("" + exact.doubleValue()));
    }

    private static Value rest(Arguments given) {
        BigInteger by = whole(given, 1);
        if (by.signum() == 0) {
            throw Undefined.here();
        }
        return number(whole(given, 0).remainder(by));
    }

    static Value union(Value left, Value right) {
        TreeSet<Value> all = new TreeSet<>(Arguments.set(left));
        all.addAll(Arguments.set(right));
        return Value.set(all);
    }

    private static Value both(Arguments given) {
        TreeSet<Value> both = new TreeSet<>(given.set(0));
        both.retainAll(given.set(1));
        return Value.set(both);
    }

    private static Value rounded(Arguments given, RoundingMode mode) {
        return number(given.number(0).setScale(0, mode));
    }

    private static Value toNumber(Value value) {
        return switch (value) {
            case Value.Null _ -> Value.of(0);
            case Value.Bool it -> Value.of(it.value() ? 1 : 0);
            case Value.Num it -> it;
            case Value.Str it -> parsed(it.text());
            case Value.Arr _, Value.Obj _, Value.SetOf _ -> throw Undefined.here();
        };
    }

    private static Value parsed(String text) {
        try {
            if (text.length() > 100 || text.startsWith("+")) {
                throw Undefined.here();
            }
            return number(new BigDecimal(text));
        } catch (NumberFormatException _) {
            throw Undefined.here();
        }
    }

    static String kind(Value value) {
        return switch (value) {
            case Value.Null _ -> "null";
            case Value.Bool _ -> "boolean";
            case Value.Num _ -> "number";
            case Value.Str _ -> "string";
            case Value.Arr _ -> "array";
            case Value.Obj _ -> "object";
            case Value.SetOf _ -> "set";
        };
    }
}
