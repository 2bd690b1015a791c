package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.list;
import static dev.cooper.scan.feed.JsonValues.map;
import static dev.cooper.scan.feed.JsonValues.maps;
import static dev.cooper.scan.feed.JsonValues.text;
import static dev.cooper.scan.feed.JsonValues.texts;
import static dev.cooper.scan.feed.JsonValues.time;

import dev.cooper.oci.Json;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisorySink;
import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.advisory.Ecosystem;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads records of the Open Source Vulnerability format (OSV schema 1.x) into advisories of the
 * packages that they name. A record that was withdrawn says nothing.
 *
 * <p>A record of a distribution that fixes several CVEs at once is an advisory on each of them, of
 * which the record is the notice.
 */
final class OsvReader {
    /** A package of an ecosystem, in that ecosystem's own words. */
    private record PackageName(String ecosystem, String name) {}

    private OsvReader() {}

    /**
     * Reads one record.
     *
     * @throws dev.cooper.oci.SyntaxException when it is no JSON
     */
    static void read(byte[] json, AdvisorySink sink) throws IOException {
        if (!(Json.parse(json) instanceof Map<?, ?> record) || record.get("withdrawn") != null) {
            return;
        }
        OsvNames names = OsvNames.of(record);
        Map<PackageName, Advisory> advisories = new LinkedHashMap<>();
        Set<String> described = new LinkedHashSet<>();
        for (Map<?, ?> affected : maps(record.get("affected"))) {
            Map<?, ?> of = map(affected.get("package"));
            String ecosystem = Ecosystem.canonical(text(of.get("ecosystem")));
            if (ecosystem.isEmpty() || names.saysNothingOn(ecosystem)) {
                continue;
            }
            PackageName name = new PackageName(ecosystem, name(ecosystem, record, affected));
            String source = Publishers.ofRecord(names.own(), ecosystem).source().id();
            advisories.merge(
                    name, advisory(record, affected, names, source, ecosystem), OsvReader::both);
            described.add(source);
            sink.origin(origin(names.own(), ecosystem, record));
        }
        for (Map.Entry<PackageName, Advisory> each : advisories.entrySet()) {
            PackageName name = each.getKey();
            for (String id : names.ids()) {
                sink.advisory(name.ecosystem(), name.name(), named(each.getValue(), id));
            }
        }
        for (String source : described) {
            for (String id : names.ids()) {
                sink.vulnerability(
                        source,
                        names.notices().isEmpty()
                                ? OsvDetails.of(record, id, source)
                                : OsvDetails.ofNotice(record, id, source));
            }
        }
    }

    private static DatabaseState.Origin origin(String id, String ecosystem, Map<?, ?> record) {
        Publishers.Publisher publisher = Publishers.ofRecord(id, ecosystem);
        return new DatabaseState.Origin(
                publisher.source(),
                ecosystem,
                publisher.licence(),
                time(record.get("modified")),
                1);
    }

    /** RPMs of a module's stream have a name of their own. */
    private static String name(String ecosystem, Map<?, ?> record, Map<?, ?> affected) {
        String name = text(map(affected.get("package")).get("name"));
        String plain = Ecosystem.key(ecosystem, name);
        String ranges = Json.writeString(affected.get("ranges"));
        if (ranges.contains(".module") || ranges.contains("+module")) {
            // nodejs:12 security update
            for (String word : text(record.get("summary")).split(" ", 4)) {
                int colon = word.indexOf(':');
                if (colon > 0 && colon < word.length() - 1) {
                    return word + "::" + plain;
                }
            }
        }
        return plain;
    }

    private static Advisory advisory(
            Map<?, ?> record, Map<?, ?> affected, OsvNames names, String source, String ecosystem) {
        AffectedVersions versions = OsvVersions.of(affected, ecosystem);
        return new Advisory(
                        names.ids().getFirst(),
                        names.aliases(),
                        source,
                        versions,
                        status(versions),
                        severity(record, affected),
                        names.notices())
                .published(time(record.get("published")));
    }

    private static Advisory named(Advisory one, String id) {
        return new Advisory(
                id,
                one.aliases(),
                one.source(),
                one.versions(),
                one.status(),
                one.severity(),
                one.notices(),
                one.fixes(),
                one.architectures(),
                one.stream(),
                one.published());
    }

    private static Advisory both(Advisory one, Advisory other) {
        List<AffectedVersions.Range> ranges = new ArrayList<>(one.versions().ranges());
        ranges.addAll(other.versions().ranges());
        List<String> versions = new ArrayList<>(one.versions().versions());
        versions.addAll(other.versions().versions());
        AffectedVersions all = new AffectedVersions(ranges, versions);
        boolean worse = one.severity().compareTo(other.severity()) > 0;
        return new Advisory(
                one.id(),
                one.aliases(),
                one.source(),
                all,
                status(all),
                worse ? one.severity() : other.severity(),
                one.notices(),
                one.fixes(),
                one.architectures(),
                one.stream(),
                one.published());
    }

    private static Status status(AffectedVersions versions) {
        boolean fixed =
                versions.ranges().stream()
                        .anyMatch(range -> range.limit() == AffectedVersions.Limit.FIXED);
        return fixed ? Status.FIXED : Status.AFFECTED;
    }

    /** What the source says for this package, or for all of the record's. */
    private static Severity severity(Map<?, ?> record, Map<?, ?> affected) {
        for (String member : List.of("ecosystem_specific", "database_specific")) {
            for (Map<?, ?> holder : List.of(affected, record)) {
                Map<?, ?> own = map(holder.get(member));
                for (String key : List.of("severity", "urgency")) {
                    Severity severity = Severity.of(text(own.get(key)));
                    if (severity != Severity.UNKNOWN) {
                        return severity;
                    }
                }
            }
        }
        Optional<Severity> ubuntu =
                list(record.get("severity")).stream()
                        .filter(each -> "Ubuntu".equals(map(each).get("type")))
                        .map(each -> Severity.of(text(map(each).get("score"))))
                        .findFirst();
        return ubuntu.orElseGet(() -> OsvDetails.noticed(record));
    }

    /** The addresses that a record refers to. */
    static List<String> references(Map<?, ?> record) {
        List<String> urls = new ArrayList<>();
        for (Map<?, ?> reference : maps(record.get("references"))) {
            String url = text(reference.get("url"));
            if (!url.isEmpty()) {
                urls.add(url);
            }
        }
        return urls;
    }

    /** Weaknesses as GitHub's records name them. */
    static List<String> weaknesses(Map<?, ?> record) {
        return texts(map(record.get("database_specific")).get("cwe_ids"));
    }
}
