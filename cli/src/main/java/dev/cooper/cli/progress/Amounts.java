package dev.cooper.cli.progress;

import java.time.Duration;
import java.time.Instant;

/** Writes bytes and times the way BuildKit's progress does. */
final class Amounts {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Amounts() {}

    /** {@code 38B}, {@code 1.50kB}. */
    static String bytes(long count) {
        if (Math.abs(count) < 1000) {
            return count + "B";
        }
        double value = count;
        int unit = -1;
        while (Math.abs(value) >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return fixed(value, 2) + UNITS[unit];
    }

    /** {@code 1.3s}. */
    static String seconds(Duration duration) {
        return fixed(duration.toMillis() / 1000.0, 1) + "s";
    }

    /** The time of a line since its step began: {@code 0.123}. */
    static String stamp(Instant from, Instant at) {
        return fixed(Math.max(0, Duration.between(from, at).toMillis()) / 1000.0, 3);
    }

    private static String fixed(double value, int digits) {
        long scale = digits == 1 ? 10 : digits == 2 ? 100 : 1000;
        long scaled = Math.round(Math.abs(value) * scale);
        String fraction = Long.toString(scaled % scale + scale).substring(1);
        return (value < 0 ? "-" : "") + scaled / scale + "." + fraction;
    }
}
