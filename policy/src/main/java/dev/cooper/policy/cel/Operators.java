package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/** What is written with signs. */
final class Operators {
    private static final int LONGEST = 4 << 20;

    private Operators() {}

    static void addTo(Library library) {
        library.add("==", 2, a -> Comparisons.equal(a.at(0), a.at(1)));
        library.add("!=", 2, a -> !Comparisons.equal(a.at(0), a.at(1)));
        library.add("<", 2, a -> ordered(a, order -> order < 0));
        library.add("<=", 2, a -> ordered(a, order -> order <= 0));
        library.add(">", 2, a -> ordered(a, order -> order > 0));
        library.add(">=", 2, a -> ordered(a, order -> order >= 0));
        library.add("in", 2, a -> Collections.in(a.at(0), a.at(1)));
        library.add("!", 1, a -> !a.at(0, Boolean.class));
        library.add("-_", 1, a -> negated(a.at(0)));
        library.add("+", 2, a -> sum(a.at(0), a.at(1)));
        library.add("-", 2, a -> difference(a.at(0), a.at(1)));
        library.add("*", 2, a -> calculated("*", a.at(0), a.at(1)));
        library.add("/", 2, a -> calculated("/", a.at(0), a.at(1)));
        library.add("%", 2, a -> calculated("%", a.at(0), a.at(1)));
    }

    private static boolean ordered(Arguments arguments, IntPredicate wanted) {
        OptionalInt order = Comparisons.order(arguments.at(0), arguments.at(1));
        return order.isPresent() && wanted.test(order.getAsInt());
    }

    private static Object negated(@Nullable Object value) {
        return switch (value) {
            case Long number when number != Long.MIN_VALUE -> -number;
            case Long _ -> throw overflow();
            case Double number -> -number;
            case null, default -> throw CelException.noOverload("-" + TypeName.of(value).name());
        };
    }

    static CelException overflow() {
        return new CelException("return error for overflow");
    }

    private static Object sum(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String one && right instanceof String other) {
            if (one.length() + (long) other.length() > LONGEST) {
                throw new CelException("the text becomes too long");
            }
            return one + other;
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            if (one.size() + (long) other.size() > Program.MOST_STEPS) {
                throw new CelException("the list becomes too long");
            }
            return Collections.joined(one, other);
        }
        if (left instanceof Bytes one && right instanceof Bytes other) {
            byte[] all =
                    java.util.Arrays.copyOf(
                            one.content(), one.content().length + other.content().length);
            System.arraycopy(other.content(), 0, all, one.content().length, other.content().length);
            return new Bytes(all);
        }
        if (left instanceof Duration one && right instanceof Duration other) {
            return Times.checked(() -> one.plus(other));
        }
        if (left instanceof Instant one && right instanceof Duration other) {
            return Times.checkedInstant(() -> one.plus(other));
        }
        if (left instanceof Duration one && right instanceof Instant other) {
            return Times.checkedInstant(() -> other.plus(one));
        }
        return calculated("+", left, right);
    }

    private static Object difference(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Duration one && right instanceof Duration other) {
            return Times.checked(() -> one.minus(other));
        }
        if (left instanceof Instant one && right instanceof Duration other) {
            return Times.checkedInstant(() -> one.minus(other));
        }
        if (left instanceof Instant one && right instanceof Instant other) {
            return Times.checked(() -> Duration.between(other, one));
        }
        return calculated("-", left, right);
    }

    private static Object calculated(String sign, @Nullable Object left, @Nullable Object right) {
        if (left instanceof Long one && right instanceof Long other) {
            return whole(sign, one, other);
        }
        if (left instanceof Uint one && right instanceof Uint other) {
            return unsigned(sign, one, other);
        }
        if (left instanceof Double one && right instanceof Double other && !sign.equals("%")) {
            return switch (sign) {
                case "+" -> one + other;
                case "-" -> one - other;
                case "*" -> one * other;
                default -> one / other;
            };
        }
        throw CelException.noOverload(
                TypeName.of(left).name() + " " + sign + " " + TypeName.of(right).name());
    }

    private static Object whole(String sign, long left, long right) {
        try {
            return switch (sign) {
                case "+" -> Math.addExact(left, right);
                case "-" -> Math.subtractExact(left, right);
                case "*" -> Math.multiplyExact(left, right);
                case "/" -> Math.divideExact(left, notZero(right, "divide by zero"));
                default -> {
                    notZero(right, "modulus by zero");
                    if (left == Long.MIN_VALUE && right == -1) {
                        throw overflow();
                    }
                    yield left % right;
                }
            };
        } catch (ArithmeticException _) {
            throw overflow();
        }
    }

    private static long notZero(long divisor, String why) {
        if (divisor == 0) {
            throw new CelException(why);
        }
        return divisor;
    }

    private static Object unsigned(String sign, Uint left, Uint right) {
        return switch (sign) {
            case "+" -> Uint.of(left.big().add(right.big()));
            case "-" -> Uint.of(left.big().subtract(right.big()));
            case "*" -> Uint.of(left.big().multiply(right.big()));
            case "/" ->
                    new Uint(
                            Long.divideUnsigned(
                                    left.bits(), notZero(right.bits(), "divide by zero")));
            default ->
                    new Uint(
                            Long.remainderUnsigned(
                                    left.bits(), notZero(right.bits(), "modulus by zero")));
        };
    }
}
