package dev.cooper.cli.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/** Sizes and ages in docker's words. */
public final class Amount {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Amount() {}

    /**
     * A size with three digits: {@code 4.28MB}.
     *
     * @param bytes the size
     * @return the text
     */
    public static String size(long bytes) {
        return size(bytes, 3);
    }

    /**
     * A size with a number of significant digits: {@code 4.279MB}.
     *
     * @param bytes the size
     * @param digits how many digits
     * @return the text
     */
    public static String size(long bytes, int digits) {
        BigDecimal value = BigDecimal.valueOf(bytes);
        int unit = 0;
        while (value.compareTo(BigDecimal.valueOf(1000)) >= 0 && unit < UNITS.length - 1) {
            value = value.movePointLeft(3);
            unit++;
        }
        BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (rounded.precision() - rounded.scale() > digits) {
            // Go's %g turns to the exponent form here: 999.9kB with three digits is 1e+03kB
            return "1e+" + (digits < 10 ? "0" : "") + digits + UNITS[unit];
        }
        String text = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return text + UNITS[unit];
    }

    /**
     * How long ago something was: {@code 3 years}.
     *
     * @param age the time since
     * @return the text, without "ago"
     */
    public static String age(Duration age) {
        long seconds = age.toSeconds();
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds < 60) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes == 1 ? "About a minute" : minutes + " minutes";
        }
        long hours = (age.toMinutes() + 30) / 60;
        if (hours < 48) {
            return hours == 1 ? "About an hour" : hours + " hours";
        }
        if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        }
        if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        }
        if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return hours / 24 / 365 + " years";
    }
}
