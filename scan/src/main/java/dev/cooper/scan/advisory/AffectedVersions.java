package dev.cooper.scan.advisory;

import dev.cooper.scan.version.VersionScheme;

import java.util.List;
import java.util.Optional;

/**
 * Which versions have a vulnerability: those in any of the ranges, and those that are named.
 *
 * @param versions as the ecosystem writes them
 */
public record AffectedVersions(List<Range> ranges, List<String> versions) {
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
     * @param end empty where there is no limit
     */
    public record Range(String introduced, Limit limit, String end) {
        boolean has(String version, VersionScheme scheme) {
            if (!introduced.isEmpty() && scheme.compare(version, introduced) < 0) {
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
    }

    /** Those before a version. */
    public static AffectedVersions before(String fixed) {
        return new AffectedVersions(List.of(new Range("", Limit.FIXED, fixed)), List.of());
    }

    /** Whether a version is among them. */
    public boolean has(String version, VersionScheme scheme) {
        return ranges.stream().anyMatch(range -> range.has(version, scheme))
                || versions.stream().anyMatch(each -> scheme.compare(each, version) == 0);
    }

    /** The lowest version that ends a range which has this one; empty when none is known. */
    public Optional<String> fixFor(String version, VersionScheme scheme) {
        return ranges.stream()
                .filter(range -> range.limit == Limit.FIXED && range.has(version, scheme))
                .map(Range::end)
                .min(scheme);
    }
}
