package dev.cooper.policy.jmespath;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.GoDuration;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What can be reckoned with.
 *
 * @param number how much; of a duration, in nanoseconds
 * @param isTime whether it is a duration
 */
record Amount(BigDecimal number, boolean isTime) {
    private static final int MOST_DIGITS = 100;

    static Amount of(String function, @Nullable Object value) {
        if (value instanceof Number number) {
            return new Amount(new BigDecimal(number.toString()), false);
        }
        if (value instanceof String text) {
            Optional<Duration> duration = GoDuration.parse(text);
            if (duration.isPresent()) {
                return new Amount(new BigDecimal(duration.get().toNanos()), true);
            }
        }
        throw new SyntaxException(function + ": want numbers, or durations such as 1h30m");
    }

    /** As queries know it: a whole number, another number, or a duration's text. */
    Object value() {
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.precision() > MOST_DIGITS || Math.abs(plain.scale()) > MOST_DIGITS) {
            throw new SyntaxException("the number has more than " + MOST_DIGITS + " digits");
        }
        try {
            return isTime
                    ? GoDuration.text(Duration.ofNanos(number.longValueExact()))
                    : plain.scale() <= 0 ? (Object) plain.longValueExact() : plain.doubleValue();
        } catch (ArithmeticException e) {
            throw new SyntaxException("the number is too large", e);
        }
    }

    static Object sum(List<Amount> all) {
        if (all.isEmpty()) {
            throw new SyntaxException("sum: the list is empty");
        }
        Amount sum = all.getFirst();
        for (Amount each : all.subList(1, all.size())) {
            sum = new Amount(sum.number.add(sum.like(each).number), sum.isTime);
        }
        return sum.value();
    }

    private Amount like(Amount other) {
        if (isTime != other.isTime) {
            throw new SyntaxException("a number and a duration cannot be put together");
        }
        return other;
    }

    private BigDecimal divisor() {
        if (number.signum() == 0) {
            throw new SyntaxException("nothing can be divided by 0");
        }
        return number;
    }

    Amount minus(Amount other) {
        return new Amount(number.subtract(like(other).number), isTime);
    }

    Amount times(Amount other) {
        if (isTime && other.isTime) {
            throw new SyntaxException("two durations cannot be multiplied");
        }
        BigDecimal product = number.multiply(other.number, MathContext.DECIMAL128);
        boolean time = isTime || other.isTime;
        return new Amount(time ? product.setScale(0, RoundingMode.DOWN) : product, time);
    }

    Amount by(Amount other) {
        BigDecimal quotient = number.divide(other.divisor(), MathContext.DECIMAL64);
        boolean time = isTime && !other.isTime;
        return new Amount(time ? quotient.setScale(0, RoundingMode.DOWN) : quotient, time);
    }

    Amount rest(Amount other) {
        return new Amount(number.remainder(like(other).divisor()), isTime);
    }

    Amount rounded(int places) {
        if (places < 0 || places > MOST_DIGITS) {
            throw new SyntaxException("round: want 0 to " + MOST_DIGITS + " places");
        }
        return new Amount(number.setScale(places, RoundingMode.HALF_UP), isTime);
    }
}
