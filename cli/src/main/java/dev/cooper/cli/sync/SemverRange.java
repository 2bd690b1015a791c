package dev.cooper.cli.sync;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Versions that are wanted: {@code >= 1.2, < 2}, {@code ^1.2}, {@code ~1.2.3}, {@code 1.x}, {@code
 * 1.2 - 1.4}, joined by {@code ||}. Versions before a release fit only where the range names one
 * itself, as in Go's usual library.
 */
public final class SemverRange {
    private static final List<String> OPERATORS =
            List.of(">=", "=>", "<=", "=<", "!=", "~>", ">", "<", "=", "~", "^");

    private final List<List<Bound>> alternatives;

    /** At least {@code from}, less than {@code to}; either may be absent; or just not that. */
    private record Bound(
            @Nullable Semver from, boolean above, @Nullable Semver to, boolean upTo, boolean not) {
        boolean fits(Semver version) {
            return not != isInside(version);
        }

        private boolean isInside(Semver version) {
            if (from != null) {
                int order = version.compareTo(from);
                if (order < 0 || (above && order == 0)) {
                    return false;
                }
            }
            if (to != null) {
                int order = version.compareTo(to);
                return order < 0 || (upTo && order == 0);
            }
            return true;
        }

        boolean namesPreRelease() {
            return (from != null && !from.preRelease().isEmpty())
                    || (to != null && !to.preRelease().isEmpty());
        }
    }

    private SemverRange(List<List<Bound>> alternatives) {
        this.alternatives = alternatives;
    }

    /**
     * Reads a range.
     *
     * @throws SyntaxException when it is none
     */
    public static SemverRange parse(String text) {
        List<List<Bound>> alternatives = new ArrayList<>();
        for (String alternative : text.split("\\|\\|", -1)) {
            List<Bound> bounds = new ArrayList<>();
            for (String part : parts(alternative)) {
                bounds.add(bound(part, text));
            }
            if (bounds.isEmpty()) {
                throw invalid(text);
            }
            alternatives.add(bounds);
        }
        return new SemverRange(alternatives);
    }

    /** Splits at commas and spaces, but not between an operator and its version. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        String operator = "";
        for (String word : text.replace(",", " ").strip().split(" +", -1)) {
            if (word.equals("-") && !parts.isEmpty()) {
                operator = parts.removeLast() + " - ";
            } else if (OPERATORS.contains(word)) {
                operator = word;
            } else if (!word.isEmpty()) {
                parts.add(operator + word);
                operator = "";
            }
        }
        if (!operator.isEmpty()) {
            parts.add(operator);
        }
        return parts;
    }

    private static Bound bound(String part, String all) {
        int dash = part.indexOf(" - ");
        if (dash > 0) {
            Bound from = compare(">=", part.substring(0, dash), all);
            Bound to = compare("<=", part.substring(dash + 3), all);
            return new Bound(from.from(), false, to.to(), to.upTo(), false);
        }
        for (String operator : OPERATORS) {
            if (part.startsWith(operator)) {
                return compare(operator, part.substring(operator.length()), all);
            }
        }
        return compare("", part, all);
    }

    private static Bound compare(String operator, String version, String all) {
        String[] numbers = numbers(version);
        Semver first = Semver.parse(lowest(version, numbers)).orElseThrow(() -> invalid(all));
        int given = numbers.length;
        Semver next = given == 0 ? null : next(first, given);
        boolean exact = given == 3;
        return switch (operator) {
            case ">" ->
                    exact
                            ? new Bound(first, true, null, false, false)
                            : new Bound(next, false, null, false, false);
            case ">=", "=>" -> new Bound(first, false, null, false, false);
            case "<" -> new Bound(null, false, first, false, false);
            case "<=", "=<" ->
                    exact
                            ? new Bound(null, false, first, true, false)
                            : new Bound(null, false, next, false, false);
            case "!=" -> new Bound(first, false, exact ? first : next, exact, true);
            case "^" -> new Bound(first, false, caret(first, given), false, false);
            case "~", "~>" ->
                    new Bound(
                            first,
                            false,
                            given == 0 ? null : next(first, Math.min(given, 2)),
                            false,
                            false);
            default -> new Bound(first, false, exact ? first : next, exact, false);
        };
    }

    /** The numbers before the first that is a placeholder. */
    private static String[] numbers(String version) {
        String plain = version.startsWith("v") ? version.substring(1) : version;
        int dash = plain.indexOf('-');
        List<String> numbers = new ArrayList<>();
        for (String number : (dash < 0 ? plain : plain.substring(0, dash)).split("\\.", -1)) {
            if (number.equals("x") || number.equals("X") || number.equals("*")) {
                break;
            }
            numbers.add(number);
        }
        return numbers.toArray(new String[0]);
    }

    private static String lowest(String version, String[] numbers) {
        boolean hasPlaceholder =
                version.indexOf('*') >= 0
                        || version.toLowerCase(java.util.Locale.ROOT).indexOf('x') >= 0;
        if (!hasPlaceholder || version.indexOf('-') >= 0) {
            return version;
        }
        return numbers.length == 0 ? "0" : String.join(".", numbers);
    }

    /** The first version that the given numbers no longer describe. */
    private static Semver next(Semver version, int given) {
        return switch (given) {
            case 1 -> new Semver(version.major() + 1, 0, 0, "");
            case 2 -> new Semver(version.major(), version.minor() + 1, 0, "");
            default -> new Semver(version.major(), version.minor(), version.patch() + 1, "");
        };
    }

    private static @Nullable Semver caret(Semver version, int given) {
        if (given == 0) {
            return null;
        }
        if (version.major() > 0 || given == 1) {
            return next(version, 1);
        }
        return version.minor() > 0 || given == 2 ? next(version, 2) : next(version, 3);
    }

    /** Tells whether a tag is a version that is wanted. */
    public boolean fits(String tag) {
        Optional<Semver> version = Semver.parse(tag);
        return version.isPresent()
                && alternatives.stream().anyMatch(bounds -> fits(bounds, version.get()));
    }

    private static boolean fits(List<Bound> bounds, Semver version) {
        boolean early = !version.preRelease().isEmpty();
        if (early && bounds.stream().noneMatch(Bound::namesPreRelease)) {
            return false;
        }
        return bounds.stream().allMatch(bound -> bound.fits(version));
    }

    private static SyntaxException invalid(String text) {
        return new SyntaxException(
                "\"" + text + "\" is no range of versions; write it as \">= 1.2, < 2\"");
    }
}
