package dev.cooper.dockerfile;

import java.math.BigDecimal;

/** Durations as Go writes them: {@code 1h30m}, {@code 1.5s}, {@code 250ms}. */
final class Durations {
    /** Says that a text is not a duration. */
    static final long INVALID = Long.MIN_VALUE;

    private Durations() {}

    /** The duration in nanoseconds; {@link #INVALID} when the text is none or too long. */
    static long nanos(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        if (rest.isEmpty() || rest.length() > 64) {
            return INVALID;
        }
        BigDecimal total = BigDecimal.ZERO;
        int i = 0;
        while (i < rest.length()) {
            int start = i;
            while (i < rest.length() && isNumber(rest.charAt(i))) {
                i++;
            }
            int unitStart = i;
            while (i < rest.length() && !isNumber(rest.charAt(i))) {
                i++;
            }
            long unit = unit(rest.substring(unitStart, i));
            if (unit == 0 || unitStart == start) {
                return INVALID;
            }
            try {
                BigDecimal number = new BigDecimal(rest.substring(start, unitStart));
                total = total.add(number.multiply(BigDecimal.valueOf(unit)));
            } catch (NumberFormatException _) {
                return INVALID;
            }
        }
        if (total.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return INVALID;
        }
        return negative ? -total.longValue() : total.longValue();
    }

    private static boolean isNumber(char c) {
        return (c >= '0' && c <= '9') || c == '.';
    }

    private static long unit(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "\u00b5s", "\u03bcs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0L;
        };
    }
}
