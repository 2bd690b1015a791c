package dev.cooper.policy.document;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Durations as Go writes them: {@code 1h30m0.5s}. */
public final class GoDuration {
    private static final int LONGEST = 60;
    private static final Map<String, BigDecimal> NANOS =
            Map.of(
                    "ns", BigDecimal.ONE,
                    "us", new BigDecimal("1e3"),
                    "ms", new BigDecimal("1e6"),
                    "s", new BigDecimal("1e9"),
                    "m", new BigDecimal("6e10"),
                    "h", new BigDecimal("3.6e12"));

    private GoDuration() {}

    /** Reads a duration; empty when it is none. */
    public static Optional<Duration> parse(String text) {
        boolean negative = text.startsWith("-");
        int at = negative || text.startsWith("+") ? 1 : 0;
        if (text.length() > LONGEST || at == text.length()) {
            return Optional.empty();
        }
        if (text.substring(at).equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        BigDecimal sum = BigDecimal.ZERO;
        try {
            while (at < text.length()) {
                int unit = span(text, at, true);
                int next = span(text, unit, false);
                BigDecimal nanos = NANOS.get(text.substring(unit, next));
                if (nanos == null) {
                    return Optional.empty();
                }
                sum = sum.add(new BigDecimal(text.substring(at, unit)).multiply(nanos));
                at = next;
            }
            Duration length = Duration.ofNanos(sum.toBigInteger().longValueExact());
            return Optional.of(negative ? length.negated() : length);
        } catch (NumberFormatException _) {
            return Optional.empty();
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static int span(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && "0123456789.".indexOf(text.charAt(at)) >= 0 == digits) {
            at++;
        }
        return at;
    }

    /** Writes a duration in hours, minutes and seconds. */
    public static String text(Duration length) {
        Duration positive = length.abs();
        String seconds =
                BigDecimal.valueOf(positive.toSecondsPart())
                        .add(BigDecimal.valueOf(positive.toNanosPart(), 9))
                        .stripTrailingZeros()
                        .toPlainString();
        long hours = positive.toHours();
        boolean minutes = hours > 0 || positive.toMinutesPart() > 0;
        return (length.isNegative() ? "-" : "")
                + (hours > 0 ? hours + "h" : "")
                + (minutes ? positive.toMinutesPart() + "m" : "")
                + seconds
                + "s";
    }
}
