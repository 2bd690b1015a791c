package dev.cooper.scan.advisory;

import dev.cooper.scan.version.VersionScheme;

import java.util.List;
import java.util.Optional;

/**
 * Which versions have a vulnerability: those in any of the ranges, and those that are named, except
 * those that are said not to.
 *
 * @param versions as the ecosystem writes them
 * @param unaffected versions within the ranges that do not have it after all
 */
public record AffectedVersions(List<Range> ranges, List<String> versions, List<Range> unaffected) {
    /** All of them. */
    public static final AffectedVersions ALL =
            new AffectedVersions(List.of(new Range("", Limit.NONE, "")), List.of());

    /** How a range ends. */
    public enum Limit {
        /** It does not. */
        NONE,
        /** Before the version that fixes it. */
        FIXED,
        /** With the last version that is known to have it. */
        LAST
    }

    /**
     * Versions from one to another.
     *
     * @param introduced the first; empty for the very first
     * @param after whether only those after {@code introduced} are meant, not that version itself
     * @param end empty where there is no limit
     */
    public record Range(String introduced, boolean after, Limit limit, String end) {
        /** A range that begins with its first version. */
        public Range(String introduced, Limit limit, String end) {
            this(introduced, false, limit, end);
        }

        /** One version. */
        public static Range only(String version) {
            return new Range(version, Limit.LAST, version);
        }

        /** Whether a version is in it. */
        public boolean has(String version, VersionScheme scheme) {
            if (!introduced.isEmpty() && scheme.compare(version, introduced) < (after ? 1 : 0)) {
                return false;
            }
            return switch (limit) {
                case NONE -> true;
                case FIXED -> scheme.compare(version, end) < 0;
                case LAST -> scheme.compare(version, end) <= 0;
            };
        }
    }

    public AffectedVersions {
        ranges = List.copyOf(ranges);
        versions = List.copyOf(versions);
        unaffected = List.copyOf(unaffected);
    }

    /** Ranges and named versions without exceptions. */
    public AffectedVersions(List<Range> ranges, List<String> versions) {
        this(ranges, versions, List.of());
    }

    /** Those before a version. */
    public static AffectedVersions before(String fixed) {
        return new AffectedVersions(List.of(new Range("", Limit.FIXED, fixed)), List.of());
    }

    /** Whether a version is among them. */
    public boolean has(String version, VersionScheme scheme) {
        return (isIn(ranges, version, scheme) || isNamed(version, scheme))
                && !isIn(unaffected, version, scheme);
    }

    // Loops, not streams: this is asked many thousand times in the first second of a program.
    private static boolean isIn(List<Range> ranges, String version, VersionScheme scheme) {
        for (Range range : ranges) {
            if (range.has(version, scheme)) {
                return true;
            }
        }
        return false;
    }

    private boolean isNamed(String version, VersionScheme scheme) {
        for (String each : versions) {
            if (scheme.compare(each, version) == 0) {
                return true;
            }
        }
        return false;
    }

    /** The lowest version that ends a range which has this one; empty when none is known. */
    public Optional<String> fixFor(String version, VersionScheme scheme) {
        return ranges.stream()
                .filter(range -> range.limit == Limit.FIXED && range.has(version, scheme))
                .map(Range::end)
                .min(scheme);
    }
}
