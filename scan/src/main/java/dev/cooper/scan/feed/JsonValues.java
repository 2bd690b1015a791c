package dev.cooper.scan.feed;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is in JSON that nobody vouches for: whatever is of another kind than wanted is nothing. */
final class JsonValues {
    private JsonValues() {}

    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    /** The objects in a list. */
    static List<Map<?, ?>> maps(@Nullable Object value) {
        List<Map<?, ?>> maps = new ArrayList<>();
        for (Object each : list(value)) {
            if (each instanceof Map<?, ?> map) {
                maps.add(map);
            }
        }
        return maps;
    }

    /** The texts in a list, except empty ones. */
    static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        for (Object each : list(value)) {
            if (each instanceof String text && !text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A time: with an offset, without one (which is UTC then), or a day alone. */
    static Optional<Instant> time(@Nullable Object value) {
        String text = text(value);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (text.length() == 10) {
                return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            boolean zoned =
                    text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
            return Optional.of(OffsetDateTime.parse(zoned ? text : text + "Z").toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
