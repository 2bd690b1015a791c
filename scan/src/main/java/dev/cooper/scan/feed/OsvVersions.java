package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.map;
import static dev.cooper.scan.feed.JsonValues.maps;
import static dev.cooper.scan.feed.JsonValues.text;
import static dev.cooper.scan.feed.JsonValues.texts;

import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.AffectedVersions.Limit;
import dev.cooper.scan.advisory.AffectedVersions.Range;
import dev.cooper.scan.advisory.Ecosystem;
import dev.cooper.scan.version.VersionScheme;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The versions that a record of OSV is about. */
final class OsvVersions {
    private OsvVersions() {}

    static AffectedVersions of(Map<?, ?> affected, String ecosystem) {
        List<Range> ranges = new ArrayList<>();
        for (Map<?, ?> range : maps(affected.get("ranges"))) {
            // Commits of a repository are no versions.
            if (!"GIT".equals(range.get("type"))) {
                ranges(maps(range.get("events")), ranges);
            }
        }
        Map<?, ?> own = map(affected.get("database_specific"));
        ranges.replaceAll(
                range -> ended(range, text(own.get("last_known_affected_version_range"))));
        List<String> versions = new ArrayList<>(texts(affected.get("versions")));
        Optional<VersionScheme> scheme = Ecosystem.scheme(ecosystem);
        // Most records name every version that is in their ranges, too.
        scheme.ifPresent(order ->
                versions.removeIf(
                        version -> ranges.stream().anyMatch(range -> range.has(version, order))));
        return new AffectedVersions(ranges, versions);
    }

    /** Events come in any order in the schema, in the order of versions in every export. */
    private static void ranges(List<Map<?, ?>> events, List<Range> ranges) {
        String introduced = "";
        boolean open = false;
        for (Map<?, ?> event : events) {
            if (event.get("introduced") != null) {
                if (open) {
                    ranges.add(range(introduced, Limit.NONE, ""));
                }
                introduced = text(event.get("introduced"));
                open = true;
            } else if (open && event.get("fixed") != null) {
                ranges.add(range(introduced, Limit.FIXED, text(event.get("fixed"))));
                open = false;
            } else if (open && event.get("last_affected") != null) {
                ranges.add(range(introduced, Limit.LAST, text(event.get("last_affected"))));
                open = false;
            }
        }
        if (open) {
            ranges.add(range(introduced, Limit.NONE, ""));
        }
    }

    private static Range range(String introduced, Limit limit, String end) {
        return new Range(introduced.equals("0") ? "" : introduced, limit, end);
    }

    /** GitHub says beside the range where one ends that nothing fixes: {@code <= 1.2}. */
    private static Range ended(Range range, String last) {
        if (range.limit() != Limit.NONE || !last.startsWith("<")) {
            return range;
        }
        boolean including = last.startsWith("<=");
        String version = last.substring(including ? 2 : 1).strip();
        return version.isEmpty()
                ? range
                : new Range(
                        range.introduced(),
                        range.after(),
                        including ? Limit.LAST : Limit.FIXED,
                        version);
    }
}
