package dev.cooper.policy.rego;

import dev.cooper.policy.document.GoDuration;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Functions over times, which are nanoseconds since 1970. */
final class Times {
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000L);

    private Times() {}

    static void addTo(Map<String, Builtin> all) {
        all.put("time.now_ns", given -> nanos(given.budget().now()));
        all.put("time.parse_rfc3339_ns", given -> parsed(given.text(0)));
        all.put("time.parse_duration_ns", given -> duration(given.text(0)));
        all.put("time.add_date", Times::added);
        all.put("time.date", given -> date(at(given.at(0))));
        all.put("time.clock", given -> clock(at(given.at(0))));
        all.put("time.weekday", given -> weekday(at(given.at(0))));
        all.put("time.diff", given -> difference(at(given.at(0)), at(given.at(1))));
        all.put("time.format", Times::formatted);
    }

    private static Value nanos(Instant time) {
        BigInteger nanos =
                BigInteger.valueOf(time.getEpochSecond())
                        .multiply(SECOND)
                        .add(BigInteger.valueOf(time.getNano()));
        if (nanos.bitLength() > 63) {
            throw Undefined.here();
        }
        return new Value.Num(new java.math.BigDecimal(nanos));
    }

    private static Value parsed(String text) {
        try {
            return nanos(
                    OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant());
        } catch (DateTimeParseException _) {
            throw Undefined.here();
        }
    }

    private static Value duration(String text) {
        Duration length = GoDuration.parse(text).orElseThrow(Undefined::here);
        try {
            return Value.of(length.toNanos());
        } catch (ArithmeticException _) {
            throw Undefined.here();
        }
    }

    private static ZonedDateTime at(Value value) {
        try {
            if (value instanceof Value.Arr it && it.items().size() >= 2) {
                String zone = Arguments.text(it.items().get(1));
                ZoneId id =
                        zone.isEmpty() || zone.equals("UTC")
                                ? ZoneOffset.UTC
                                : zone.equals("Local") ? ZoneOffset.UTC : ZoneId.of(zone);
                return instant(it.items().getFirst()).atZone(id);
            }
            return instant(value).atZone(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            throw Undefined.here();
        }
    }

    private static Instant instant(Value value) {
        return Instant.ofEpochSecond(0, Arguments.whole(value));
    }

    private static Value added(Arguments given) {
        try {
            return nanos(
                    at(given.at(0))
                            .plusYears(given.whole(1))
                            .plusMonths(given.whole(2))
                            .plusDays(given.whole(3))
                            .toInstant());
        } catch (DateTimeException | ArithmeticException _) {
            throw Undefined.here();
        }
    }

    private static Value numbers(long... numbers) {
        return Value.array(java.util.Arrays.stream(numbers).mapToObj(Value::of).toList());
    }

    private static Value date(ZonedDateTime time) {
        return numbers(time.getYear(), time.getMonthValue(), time.getDayOfMonth());
    }

    private static Value clock(ZonedDateTime time) {
        return numbers(time.getHour(), time.getMinute(), time.getSecond());
    }

    private static Value weekday(ZonedDateTime time) {
        return Value.of(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }

    private static Value difference(ZonedDateTime one, ZonedDateTime two) {
        ZonedDateTime early = one.isBefore(two) ? one : two;
        ZonedDateTime late = (one.isBefore(two) ? two : one).withZoneSameInstant(early.getZone());
        Period days = Period.between(early.toLocalDate(), late.toLocalDate());
        ZonedDateTime same = early.plus(days);
        if (same.isAfter(late)) {
            days = Period.between(early.toLocalDate(), late.toLocalDate().minusDays(1));
            same = early.plus(days);
        }
        Duration rest = Duration.between(same, late);
        return numbers(
                days.getYears(),
                days.getMonths(),
                days.getDays(),
                rest.toHours(),
                rest.toMinutesPart(),
                rest.toSecondsPart());
    }

    private static Value formatted(Arguments given) {
        if (given.at(0) instanceof Value.Arr it && it.items().size() > 2) {
            List<String> known = List.of("RFC3339", "RFC3339Nano", "2006-01-02T15:04:05Z07:00");
            if (!known.contains(Arguments.text(it.items().get(2)))) {
                throw new RegoException(
                        "time.format knows only the layouts RFC3339 and RFC3339Nano here");
            }
        }
        return Value.of(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at(given.at(0)).toOffsetDateTime()));
    }
}
