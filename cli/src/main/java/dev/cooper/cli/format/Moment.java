package dev.cooper.cli.format;

import dev.cooper.oci.Rfc3339;
import dev.cooper.oci.SyntaxException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Points in time as users write them and as docker prints them, always in UTC. */
public final class Moment {
    private Moment() {}

    /**
     * Reads a point in time: an age such as {@code 24h} or {@code 1h30m}, a date, a date with a
     * time, or seconds since 1970.
     *
     * @param text what the user wrote
     * @param now what an age is counted back from
     * @return the time
     * @throws SyntaxException when it is none of these
     */
    public static Instant parse(String text, Instant now) {
        Optional<Duration> age = duration(text);
        if (age.isPresent()) {
            return now.minus(age.get());
        }
        try {
            if (isDigits(text)) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            if (text.length() == 10) {
                return Rfc3339.parse(text + "T00:00:00Z");
            }
            boolean zoned =
                    text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > 10;
            return Rfc3339.parse(zoned ? text : text + "Z");
        } catch (SyntaxException | NumberFormatException e) {
            throw new SyntaxException(
                    "invalid time \""
                            + text
                            + "\": want an age such as 24h, a date such as 2026-11-21, a time such"
                            + " as 2026-11-21T21:27:59Z, or seconds since 1970",
                    e);
        }
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Reads a duration as Go writes them: numbers, each with its unit. */
    private static Optional<Duration> duration(String text) {
        Duration sum = Duration.ZERO;
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length()
                    && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            int unitAt = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            long unit = nanos(text.substring(unitAt, at));
            if (unit == 0 || unitAt == start || unitAt - start > 15) {
                return Optional.empty();
            }
            try {
                sum =
                        sum.plusNanos(
                                (long) (Double.parseDouble(text.substring(start, unitAt)) * unit));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(sum);
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs", "μs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0L;
        };
    }

    /**
     * A time as {@code images} prints it.
     *
     * @param time the time
     * @return {@code 2026-11-21 21:27:59 +0000 UTC}
     */
    public static String print(Instant time) {
        String text = Rfc3339.format(Instant.ofEpochSecond(time.getEpochSecond()));
        return text.replace('T', ' ').replace("Z", " +0000 UTC");
    }
}
