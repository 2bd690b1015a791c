package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.ByteRange;

import java.time.Duration;

/** Durations as Go's programs read and print them. */
final class GoDuration {
    private static final long MOST_NANOS = Duration.ofDays(36_500).toNanos();

    private GoDuration() {}

    /**
     * Reads one or more numbers with units ({@code h m s ms us ns}), such as {@code 1h30m}. A bare
     * number counts nanoseconds, as it does in distribution.
     *
     * @param path what is read, for the message
     */
    static Duration parse(String path, String text) {
        long nanos = 0;
        int at = 0;
        while (at < text.length()) {
            int unit = at;
            while (unit < text.length() && isDigit(text.charAt(unit))) {
                unit++;
            }
            int end = unit;
            while (end < text.length() && !isDigit(text.charAt(end))) {
                end++;
            }
            long number = ByteRange.number(text.substring(at, unit));
            long scale = scale(text.substring(unit, end));
            if (number < 0 || scale < 0 || number > (MOST_NANOS - nanos) / scale) {
                throw wrong(path, text);
            }
            nanos += number * scale;
            at = end;
        }
        if (nanos == 0 && !text.startsWith("0")) {
            throw wrong(path, text);
        }
        return Duration.ofNanos(nanos);
    }

    private static SyntaxException wrong(String path, String text) {
        return new SyntaxException(
                path
                        + ": \""
                        + text
                        + "\": want a number and a unit (h, m, s or ms), such as 168h or 500ms");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long scale(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "s" -> 1_000_000_000L;
            case "ms" -> 1_000_000L;
            case "us", "µs" -> 1_000L;
            case "", "ns" -> 1L;
            default -> -1L;
        };
    }
}
