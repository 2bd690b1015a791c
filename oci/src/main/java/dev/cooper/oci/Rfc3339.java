package dev.cooper.oci;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Times as image configs write them. Small on purpose: {@code java.time.format} would be the
 * largest part of what the listing of images loads.
 */
public final class Rfc3339 {
    private static final int SECONDS_OF_DAY = 86_400;
    private static final long FIRST_SECOND = -62_167_219_200L; // 0000-01-01T00:00:00Z
    private static final long LAST_SECOND = 253_402_300_799L; // 9999-12-31T23:59:59Z

    private Rfc3339() {}

    /**
     * Reads a time such as {@code 2026-11-21T21:27:59.5+01:00}.
     *
     * @throws SyntaxException when the text is no RFC 3339 time
     */
    public static Instant parse(String text) {
        try {
            return read(text);
        } catch (DateTimeException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new SyntaxException(
                    "invalid time \""
                            + Json.excerpt(text)
                            + "\": want RFC 3339, for example 2026-11-21T21:27:59Z",
                    e);
        }
    }

    private static Instant read(String text) {
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 2);
        int day = digits(text, 8, 2);
        int hour = limited(digits(text, 11, 2), 23);
        int minute = limited(digits(text, 14, 2), 59);
        int second = limited(digits(text, 17, 2), 60);
        expect(text, 4, "-");
        expect(text, 7, "-");
        expect(text, 10, "Tt ");
        expect(text, 13, ":");
        expect(text, 16, ":");
        int position = 19;
        int nanos = 0;
        if (text.charAt(position) == '.') {
            int scale = 100_000_000;
            while (isDigit(text.charAt(++position))) {
                nanos += (text.charAt(position) - '0') * scale;
                scale /= 10;
            }
        }
        long seconds =
                LocalDate.of(year, month, day).toEpochDay() * SECONDS_OF_DAY
                        + hour * 3600L
                        + minute * 60L
                        + second;
        long utc = seconds - offset(text, position);
        if (utc < FIRST_SECOND || utc > LAST_SECOND) {
            throw new DateTimeException("the year in UTC has no four digits");
        }
        return Instant.ofEpochSecond(utc, nanos);
    }

    private static int offset(String text, int position) {
        char sign = text.charAt(position);
        if (sign == 'Z' || sign == 'z') {
            end(text, position + 1);
            return 0;
        }
        expect(text, position, "+-");
        expect(text, position + 3, ":");
        end(text, position + 6);
        int seconds =
                limited(digits(text, position + 1, 2), 23) * 3600
                        + limited(digits(text, position + 4, 2), 59) * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private static int digits(String text, int start, int count) {
        int value = 0;
        for (int i = start; i < start + count; i++) {
            if (!isDigit(text.charAt(i))) {
                throw new DateTimeException("want a digit");
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static int limited(int value, int most) {
        if (value > most) {
            throw new DateTimeException("out of range");
        }
        return value;
    }

    private static void expect(String text, int position, String allowed) {
        if (allowed.indexOf(text.charAt(position)) < 0) {
            throw new DateTimeException("unexpected character");
        }
    }

    private static void end(String text, int position) {
        if (text.length() != position) {
            throw new DateTimeException("something follows");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Writes a time in UTC; a fraction has as many digits as it needs, up to nine. */
    public static String format(Instant time) {
        long seconds = time.getEpochSecond();
        int nanos = time.getNano();
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_OF_DAY));
        int rest = (int) Math.floorMod(seconds, (long) SECONDS_OF_DAY);
        StringBuilder out = new StringBuilder(30);
        pad(out, date.getYear(), 4).append('-');
        pad(out, date.getMonthValue(), 2).append('-');
        pad(out, date.getDayOfMonth(), 2).append('T');
        pad(out, rest / 3600, 2).append(':');
        pad(out, rest / 60 % 60, 2).append(':');
        pad(out, rest % 60, 2);
        if (nanos != 0) {
            out.append('.');
            pad(out, nanos, 9);
            while (out.charAt(out.length() - 1) == '0') {
                out.setLength(out.length() - 1);
            }
        }
        return out.append('Z').toString();
    }

    private static StringBuilder pad(StringBuilder out, int value, int width) {
        String digits = Integer.toString(value);
        return out.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }
}
