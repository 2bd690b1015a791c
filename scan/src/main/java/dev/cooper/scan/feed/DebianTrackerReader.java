package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.map;
import static dev.cooper.scan.feed.JsonValues.text;

import dev.cooper.oci.JsonStream;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisorySink;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.version.VersionScheme;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the JSON of Debian's security tracker: by source package and CVE how each release stands.
 * What is not affected or not determined is left out; a fix that a release does not have yet is
 * none.
 */
final class DebianTrackerReader {
    private static final Map<String, String> RELEASES =
            Map.ofEntries(
                    Map.entry("wheezy", "7"),
                    Map.entry("jessie", "8"),
                    Map.entry("stretch", "9"),
                    Map.entry("buster", "10"),
                    Map.entry("bullseye", "11"),
                    Map.entry("bookworm", "12"),
                    Map.entry("trixie", "13"),
                    Map.entry("forky", "14"),
                    Map.entry("duke", "15"),
                    Map.entry("sid", "unstable"));

    private final AdvisorySink sink;
    private final Map<String, Long> records = new TreeMap<>();

    private DebianTrackerReader(AdvisorySink sink) {
        this.sink = sink;
    }

    static void read(InputStream json, AdvisorySink sink) throws IOException {
        DebianTrackerReader reader = new DebianTrackerReader(sink);
        JsonStream.read(json, "", (name, value) -> reader.add(name, map(value)));
        reader.records.forEach((ecosystem, count) ->
                sink.origin(
                        new DatabaseState.Origin(
                                Publishers.DEBIAN.source(),
                                ecosystem,
                                Publishers.DEBIAN.licence(),
                                Optional.empty(),
                                count)));
    }

    private void add(String source, Map<?, ?> issues) throws IOException {
        for (Map.Entry<?, ?> issue : issues.entrySet()) {
            String id = text(issue.getKey());
            Map<?, ?> facts = map(issue.getValue());
            boolean affects = false;
            for (Map.Entry<?, ?> release : map(facts.get("releases")).entrySet()) {
                String version = RELEASES.get(text(release.getKey()));
                Optional<Advisory> advisory = advisory(id, map(release.getValue()));
                if (version != null && advisory.isPresent()) {
                    String ecosystem = "Debian:" + version;
                    sink.advisory(ecosystem, source, advisory.get());
                    records.merge(ecosystem, 1L, Long::sum);
                    affects = true;
                }
            }
            String description = text(facts.get("description"));
            if (affects && !description.isEmpty()) {
                sink.vulnerability("debian", Vulnerability.described(id, "", description));
            }
        }
    }

    private static Optional<Advisory> advisory(String id, Map<?, ?> release) {
        String fixed = text(release.get("fixed_version"));
        String urgency = text(release.get("urgency")).replace("*", "");
        boolean mended = text(release.get("status")).equals("resolved") && isThere(fixed, release);
        AffectedVersions versions;
        Status status;
        switch (text(release.get("status"))) {
            case "resolved" -> {
                if (fixed.equals("0") || fixed.isEmpty()) {
                    return Optional.empty();
                }
                versions = mended ? AffectedVersions.before(fixed) : AffectedVersions.ALL;
                status = mended ? Status.FIXED : Status.AFFECTED;
            }
            case "open" -> {
                versions = AffectedVersions.ALL;
                status = open(urgency, release);
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(
                new Advisory(
                        id, List.of(), "debian", versions, status, severity(urgency), List.of()));
    }

    /** Whether the release has the version that fixes it, as far as the tracker says. */
    private static boolean isThere(String fixed, Map<?, ?> release) {
        Map<?, ?> repositories = map(release.get("repositories"));
        return repositories.isEmpty()
                || repositories.values().stream()
                        .anyMatch(version -> VersionScheme.DEB.compare(text(version), fixed) >= 0);
    }

    private static Status open(String urgency, Map<?, ?> release) {
        if (urgency.equals("end-of-life")) {
            return Status.END_OF_LIFE;
        }
        return switch (text(release.get("nodsa_reason"))) {
            case "ignored" -> Status.WILL_NOT_FIX;
            case "postponed" -> Status.FIX_DEFERRED;
            default -> Status.AFFECTED;
        };
    }

    private static Severity severity(String urgency) {
        return Severity.of(urgency);
    }
}
