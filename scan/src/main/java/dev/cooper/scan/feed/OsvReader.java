package dev.cooper.scan.feed;

import dev.cooper.oci.Json;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads records of the Open Source Vulnerability format (OSV schema 1.x) into advisories of the
 * packages that they name. A record that was withdrawn says nothing.
 */
final class OsvReader {
    /** A package of an ecosystem, in that ecosystem's own words. */
    record PackageName(String ecosystem, String name) {}

    private OsvReader() {}

    /**
     * Reads one record.
     *
     * @param source who says so
     * @throws dev.cooper.oci.SyntaxException when it is no JSON
     */
    static Map<PackageName, Advisory> read(byte[] json, String source) {
        Map<PackageName, Advisory> advisories = new LinkedHashMap<>();
        if (!(Json.parse(json) instanceof Map<?, ?> record) || record.get("withdrawn") != null) {
            return advisories;
        }
        String own = text(record.get("id"));
        List<String> names = names(own, record);
        for (Object each : list(record.get("affected"))) {
            if (each instanceof Map<?, ?> affected
                    && affected.get("package") instanceof Map<?, ?> of) {
                PackageName name = new PackageName(text(of.get("ecosystem")), text(of.get("name")));
                AffectedVersions versions = versions(affected);
                advisories.merge(
                        name,
                        new Advisory(
                                names.getFirst(),
                                names.subList(1, names.size()),
                                source,
                                versions,
                                status(versions),
                                severity(record, affected),
                                List.of()),
                        OsvReader::both);
            }
        }
        return advisories;
    }

    /** A CVE before all others; the source's own name is then one of the others. */
    private static List<String> names(String own, Map<?, ?> record) {
        List<String> names = new ArrayList<>();
        names.add(own);
        for (Object alias : list(record.get("aliases"))) {
            String text = text(alias);
            boolean first = text.startsWith("CVE-") && !names.getFirst().startsWith("CVE-");
            names.add(first ? 0 : names.size(), text);
        }
        return names;
    }

    private static Advisory both(Advisory one, Advisory other) {
        List<AffectedVersions.Range> ranges = new ArrayList<>(one.versions().ranges());
        ranges.addAll(other.versions().ranges());
        List<String> versions = new ArrayList<>(one.versions().versions());
        versions.addAll(other.versions().versions());
        AffectedVersions all = new AffectedVersions(ranges, versions);
        return new Advisory(
                one.id(),
                one.aliases(),
                one.source(),
                all,
                status(all),
                one.severity().compareTo(other.severity()) > 0 ? one.severity() : other.severity(),
                one.notices());
    }

    private static Status status(AffectedVersions versions) {
        boolean fixed =
                versions.ranges().stream()
                        .anyMatch(range -> range.limit() == AffectedVersions.Limit.FIXED);
        return fixed ? Status.FIXED : Status.AFFECTED;
    }

    private static AffectedVersions versions(Map<?, ?> affected) {
        List<AffectedVersions.Range> ranges = new ArrayList<>();
        for (Object each : list(affected.get("ranges"))) {
            // Commits of a repository are no versions.
            if (each instanceof Map<?, ?> range && !"GIT".equals(range.get("type"))) {
                ranges(list(range.get("events")), ranges);
            }
        }
        List<String> versions =
                list(affected.get("versions")).stream().map(OsvReader::text).toList();
        return new AffectedVersions(ranges, versions);
    }

    /** Events come in any order in the schema, in the order of versions in every export. */
    private static void ranges(List<?> events, List<AffectedVersions.Range> ranges) {
        String introduced = "";
        boolean open = false;
        for (Object each : events) {
            if (!(each instanceof Map<?, ?> event)) {
                continue;
            }
            if (event.get("introduced") != null) {
                if (open) {
                    ranges.add(range(introduced, AffectedVersions.Limit.NONE, ""));
                }
                introduced = text(event.get("introduced"));
                open = true;
            } else if (open && event.get("fixed") != null) {
                String end = text(event.get("fixed"));
                ranges.add(range(introduced, AffectedVersions.Limit.FIXED, end));
                open = false;
            } else if (open && event.get("last_affected") != null) {
                String end = text(event.get("last_affected"));
                ranges.add(range(introduced, AffectedVersions.Limit.LAST, end));
                open = false;
            }
        }
        if (open) {
            ranges.add(range(introduced, AffectedVersions.Limit.NONE, ""));
        }
    }

    private static AffectedVersions.Range range(
            String introduced, AffectedVersions.Limit limit, String end) {
        return new AffectedVersions.Range(introduced.equals("0") ? "" : introduced, limit, end);
    }

    private static Severity severity(Map<?, ?> record, Map<?, ?> affected) {
        for (String member : List.of("ecosystem_specific", "database_specific")) {
            for (Map<?, ?> holder : List.of(affected, record)) {
                if (holder.get(member) instanceof Map<?, ?> own
                        && own.get("severity") instanceof String word) {
                    return Severity.of(word);
                }
            }
        }
        return Severity.UNKNOWN;
    }

    private static List<?> list(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
