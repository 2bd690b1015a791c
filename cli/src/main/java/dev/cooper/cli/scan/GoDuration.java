package dev.cooper.cli.scan;

import dev.cooper.cli.option.UsageException;

import java.time.Duration;

/** Reads durations as Go writes them: {@code 300s}, {@code 5m0s}, {@code 1.5h}. */
public final class GoDuration {
    private GoDuration() {}

    /**
     * Reads a duration.
     *
     * @throws UsageException when it is none
     */
    public static Duration parse(String text) {
        double nanos = 0;
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
            double one = nanos(text.substring(unit, end));
            if (unit == at || one == 0) {
                throw new UsageException(
                        "\"" + text + "\" is no duration; write it as 90s, 5m or 1h30m");
            }
            nanos += number(text.substring(at, unit), text) * one;
            at = end;
        }
        return Duration.ofNanos((long) nanos);
    }

    private static boolean isDigit(char c) {
        return (c >= '0' && c <= '9') || c == '.';
    }

    private static double number(String digits, String text) {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "\"" + text + "\" is no duration; write it as 90s, 5m or 1h30m");
        }
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> 0;
        };
    }
}
