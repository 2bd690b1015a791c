package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Points in time and durations. */
final class Times {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final Duration LONGEST = Duration.ofDays(3_652_500);
    private static final int LONGEST_TEXT = 60;
    private static final Map<String, BigDecimal> UNITS =
            Map.of(
                    "ns", BigDecimal.ONE,
                    "us", new BigDecimal("1e3"),
                    "µs", new BigDecimal("1e3"),
                    "ms", new BigDecimal("1e6"),
                    "s", new BigDecimal("1e9"),
                    "m", new BigDecimal("6e10"),
                    "h", new BigDecimal("3.6e12"));

    private Times() {}

    static void addTo(Library library) {
        library.add("timestamp", 1, a -> timestamp(a.at(0)));
        library.add("duration", 1, a -> duration(a.at(0)));
        addTo(library, "getFullYear", ZonedDateTime::getYear, null);
        addTo(library, "getMonth", time -> time.getMonthValue() - 1, null);
        addTo(library, "getDate", ZonedDateTime::getDayOfMonth, null);
        addTo(library, "getDayOfMonth", time -> time.getDayOfMonth() - 1, null);
        addTo(library, "getDayOfYear", time -> time.getDayOfYear() - 1, null);
        addTo(library, "getDayOfWeek", time -> time.getDayOfWeek().getValue() % 7, null);
        addTo(library, "getHours", ZonedDateTime::getHour, Duration::toHours);
        addTo(library, "getMinutes", ZonedDateTime::getMinute, Duration::toMinutes);
        addTo(library, "getSeconds", ZonedDateTime::getSecond, Duration::getSeconds);
        addTo(
                library,
                "getMilliseconds",
                time -> time.getNano() / 1_000_000,
                length -> length.toMillisPart());
    }

    private static void addTo(
            Library library,
            String name,
            ToLongFunction<ZonedDateTime> ofTime,
            @Nullable ToLongFunction<Duration> ofDuration) {
        library.add(
                name,
                1,
                2,
                a -> {
                    if (a.at(0) instanceof Duration length && ofDuration != null && a.size() == 1) {
                        return ofDuration.applyAsLong(length);
                    }
                    ZoneId zone = a.size() == 2 ? zone(a.text(1)) : ZoneOffset.UTC;
                    return ofTime.applyAsLong(a.at(0, Instant.class).atZone(zone));
                });
    }

    private static ZoneId zone(String name) {
        try {
            char first = name.isEmpty() ? '?' : name.charAt(0);
            return ZoneId.of(first >= '0' && first <= '9' ? "+" + name : name);
        } catch (DateTimeException _) {
            throw new CelException("unknown time zone \"" + name + "\"");
        }
    }

    static Instant checkedInstant(Supplier<Instant> made) {
        try {
            Instant time = made.get();
            if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException _) {
            // said below
        }
        throw new CelException("range error: timestamp");
    }

    static Duration checked(Supplier<Duration> made) {
        try {
            Duration length = made.get();
            // They are counted in 64 bits of nanoseconds.
            if (length.abs().compareTo(LONGEST) <= 0 && length.equals(nanos(length))) {
                return length;
            }
        } catch (DateTimeException | ArithmeticException _) {
            // said below
        }
        throw new CelException("range error: duration");
    }

    private static Duration nanos(Duration length) {
        return Duration.ofNanos(length.toNanos());
    }

    private static Instant timestamp(@Nullable Object value) {
        return switch (value) {
            case Instant time -> time;
            case Long seconds -> checkedInstant(() -> Instant.ofEpochSecond(seconds));
            case String text -> checkedInstant(() -> OffsetDateTime.parse(text).toInstant());
            case null, default -> throw CelException.noOverload("timestamp");
        };
    }

    private static Duration duration(@Nullable Object value) {
        return switch (value) {
            case Duration length -> length;
            case Long seconds -> checked(() -> Duration.ofSeconds(seconds));
            case String text -> parse(text);
            case null, default -> throw CelException.noOverload("duration");
        };
    }

    /** Reads a duration such as {@code 1h30m}. */
    static Duration parse(String text) {
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        BigDecimal nanos = BigDecimal.ZERO;
        if (text.length() > LONGEST_TEXT || at == text.length()) {
            throw wrong(text);
        }
        while (at < text.length() && !text.substring(at).equals("0")) {
            int end = at;
            while (end < text.length() && "0123456789.".indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            int next = end;
            while (next < text.length() && "0123456789.".indexOf(text.charAt(next)) < 0) {
                next++;
            }
            BigDecimal unit = UNITS.get(text.substring(end, next));
            if (unit == null || end == at) {
                throw wrong(text);
            }
            try {
                nanos = nanos.add(new BigDecimal(text.substring(at, end)).multiply(unit));
            } catch (NumberFormatException _) {
                throw wrong(text);
            }
            at = next;
        }
        BigInteger whole = nanos.toBigInteger();
        BigInteger signed = text.startsWith("-") ? whole.negate() : whole;
        return checked(() -> Duration.ofNanos(signed.longValueExact()));
    }

    private static CelException wrong(String text) {
        return new CelException("\"" + text + "\" is no duration");
    }

    static String text(Instant time) {
        String text = time.toString();
        if (text.indexOf('.') < 0) {
            return text;
        }
        return withoutZeros(text.substring(0, text.length() - 1)) + "Z";
    }

    static String text(Duration length) {
        BigDecimal seconds =
                BigDecimal.valueOf(length.getSeconds())
                        .add(BigDecimal.valueOf(length.getNano(), 9));
        String text = seconds.toPlainString();
        return (text.indexOf('.') < 0 ? text : withoutZeros(text)) + "s";
    }

    private static String withoutZeros(String text) {
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
