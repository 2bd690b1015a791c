package dev.cooper.scan.feed;

import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisorySink;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.AffectedVersions.Limit;
import dev.cooper.scan.advisory.AffectedVersions.Range;
import dev.cooper.scan.advisory.DataSource;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.version.VersionScheme;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Advisories from the changelogs of Debian's packages and of those like them: a version whose entry
 * names a CVE mends it. What nothing mends is not in them.
 */
public final class Changelogs {
    /** deb-changelog(5): {@code name (version) suites; urgency=medium}. */
    private static final Pattern HEADER =
            Pattern.compile("^([A-Za-z0-9][-+.A-Za-z0-9]*) \\(([^\\s()]+)\\)[^;\n]*;.*$");

    private static final Pattern CVE =
            Pattern.compile("\\b(CVE-[0-9]{4}-[0-9]{4,})\\b", Pattern.CASE_INSENSITIVE);

    private static final DataSource SOURCE =
            new DataSource("changelog", "Changelogs of the distribution's packages", "", "");

    private static final int LONGEST_LINE = 100_000;

    private final String ecosystem;
    private final AdvisorySink sink;
    private long records;

    /**
     * Reads changelogs of a release.
     *
     * @param ecosystem such as {@code Debian:12}
     * @param sink takes the advisories
     */
    public Changelogs(String ecosystem, AdvisorySink sink) {
        this.ecosystem = ecosystem;
        this.sink = sink;
    }

    /**
     * Reads a changelog.
     *
     * @param source the package; entries of others say nothing
     * @param newest entries of later versions say nothing
     */
    public void add(String source, String newest, String changelog) throws IOException {
        for (Map.Entry<String, SortedSet<String>> each :
                mended(source, newest, changelog).entrySet()) {
            sink.advisory(ecosystem, source, advisory(each.getKey(), each.getValue()));
            records++;
        }
    }

    /**
     * Notes where the changelogs came from.
     *
     * @param asOf the date of the archive's index
     */
    public void done(Instant asOf) {
        sink.origin(new DatabaseState.Origin(SOURCE, ecosystem, "", Optional.of(asOf), records));
    }

    /** The versions that name each CVE. */
    static Map<String, SortedSet<String>> mended(String source, String newest, String changelog) {
        Map<String, SortedSet<String>> mended = new TreeMap<>();
        String version = "";
        for (String line : changelog.split("\n", -1)) {
            if (line.length() > LONGEST_LINE) {
                continue;
            }
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                boolean counts =
                        header.group(1).equals(source)
                                && VersionScheme.DEB.compare(header.group(2), newest) <= 0;
                version = counts ? header.group(2) : "";
            }
            if (!version.isEmpty()) {
                Matcher names = CVE.matcher(line);
                while (names.find()) {
                    mended.computeIfAbsent(
                                    names.group(1).toUpperCase(Locale.ROOT),
                                    id -> new TreeSet<>(VersionScheme.DEB))
                            .add(version);
                }
            }
        }
        return mended;
    }

    /** What was mended again later is mended only by the last; the next is the first to go to. */
    private static Advisory advisory(String id, SortedSet<String> versions) {
        List<Range> ranges = new ArrayList<>();
        String before = "";
        for (String version : versions) {
            ranges.add(new Range(before, Limit.FIXED, version));
            before = version;
        }
        return new Advisory(
                id,
                List.of(),
                SOURCE.id(),
                new AffectedVersions(ranges, List.of()),
                Status.FIXED,
                Severity.UNKNOWN,
                List.of());
    }
}
