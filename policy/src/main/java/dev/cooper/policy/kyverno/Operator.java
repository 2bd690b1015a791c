package dev.cooper.policy.kyverno;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.cel.CelException;
import dev.cooper.policy.cel.Quantity;
import dev.cooper.policy.document.GoDuration;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.jmespath.SemanticVersion;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a condition asks of two values. */
enum Operator {
    EQUALS,
    NOT_EQUALS,
    ANY_IN,
    ALL_IN,
    ANY_NOT_IN,
    ALL_NOT_IN,
    GREATER_THAN,
    GREATER_THAN_OR_EQUALS,
    LESS_THAN,
    LESS_THAN_OR_EQUALS;

    private static final Map<String, Operator> NAMES =
            Map.ofEntries(
                    Map.entry("equal", EQUALS),
                    Map.entry("equals", EQUALS),
                    Map.entry("notequal", NOT_EQUALS),
                    Map.entry("notequals", NOT_EQUALS),
                    Map.entry("in", ALL_IN),
                    Map.entry("anyin", ANY_IN),
                    Map.entry("allin", ALL_IN),
                    Map.entry("notin", ALL_NOT_IN),
                    Map.entry("anynotin", ANY_NOT_IN),
                    Map.entry("allnotin", ALL_NOT_IN),
                    Map.entry("greaterthan", GREATER_THAN),
                    Map.entry("greaterthanorequals", GREATER_THAN_OR_EQUALS),
                    Map.entry("lessthan", LESS_THAN),
                    Map.entry("lessthanorequals", LESS_THAN_OR_EQUALS),
                    Map.entry("durationgreaterthan", GREATER_THAN),
                    Map.entry("durationgreaterthanorequals", GREATER_THAN_OR_EQUALS),
                    Map.entry("durationlessthan", LESS_THAN),
                    Map.entry("durationlessthanorequals", LESS_THAN_OR_EQUALS));

    static Optional<Operator> parse(String name) {
        return Optional.ofNullable(NAMES.get(name.toLowerCase(Locale.ROOT)));
    }

    boolean holds(@Nullable Object key, @Nullable Object value) {
        return switch (this) {
            case EQUALS -> equal(key, value);
            case NOT_EQUALS -> !equal(key, value);
            case ANY_IN -> list(key).stream().anyMatch(each -> in(each, value));
            case ALL_IN -> list(key).stream().allMatch(each -> in(each, value));
            case ANY_NOT_IN -> list(key).stream().anyMatch(each -> !in(each, value));
            case ALL_NOT_IN -> list(key).stream().noneMatch(each -> in(each, value));
            case GREATER_THAN -> order(key, value) > 0;
            case GREATER_THAN_OR_EQUALS -> order(key, value) >= 0;
            case LESS_THAN -> order(key, value) < 0;
            case LESS_THAN_OR_EQUALS -> order(key, value) <= 0;
        };
    }

    private static List<?> list(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list;
            default -> List.of(value);
        };
    }

    private static boolean in(@Nullable Object one, @Nullable Object all) {
        if (all instanceof String text) {
            Optional<ValueRange> range = ValueRange.parse(text);
            if (range.isPresent()) {
                return range.get().has(one);
            }
            if (text.startsWith("[") && Json.parse(text) instanceof List<?> list) {
                return in(one, list);
            }
        }
        return list(all).stream().anyMatch(each -> equal(one, each));
    }

    private static boolean equal(@Nullable Object key, @Nullable Object value) {
        if (key instanceof String text && value instanceof String pattern) {
            return new Wildcard(pattern).matches(text) || sameAmount(text, pattern);
        }
        if (key instanceof Number || value instanceof Number) {
            Optional<BigDecimal> one = number(key);
            Optional<BigDecimal> other = number(value);
            return one.isPresent() && other.isPresent() && one.get().compareTo(other.get()) == 0;
        }
        return Objects.equals(key, value);
    }

    private static boolean sameAmount(String one, String other) {
        Optional<Duration> length = GoDuration.parse(one);
        return length.isPresent() && length.equals(GoDuration.parse(other));
    }

    private static Optional<BigDecimal> number(@Nullable Object value) {
        try {
            return value instanceof Number || value instanceof String
                    ? Optional.of(new BigDecimal(value.toString()))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    static int order(@Nullable Object key, @Nullable Object value) {
        Optional<BigDecimal> number = number(key);
        Optional<BigDecimal> other = number(value);
        if (number.isPresent() && other.isPresent()) {
            return number.get().compareTo(other.get());
        }
        String text = String.valueOf(key);
        String limit = String.valueOf(value);
        Optional<Duration> length = duration(text);
        Optional<Duration> most = duration(limit);
        if (length.isPresent() && most.isPresent()) {
            return length.get().compareTo(most.get());
        }
        try {
            return Quantity.parse(text).compareTo(Quantity.parse(limit));
        } catch (CelException e) {
            Optional<Integer> versions = SemanticVersion.compare(text, limit);
            if (versions.isPresent()) {
                return versions.get();
            }
            throw new SyntaxException(
                    "\"" + text + "\" and \"" + limit + "\" cannot be compared", e);
        }
    }

    /** A plain number counts seconds beside a duration. */
    private static Optional<Duration> duration(String text) {
        Optional<Duration> length = GoDuration.parse(text);
        return length.isPresent() ? length : GoDuration.parse(text + "s");
    }
}
