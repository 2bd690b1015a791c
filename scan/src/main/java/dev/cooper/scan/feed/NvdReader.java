package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.map;
import static dev.cooper.scan.feed.JsonValues.maps;
import static dev.cooper.scan.feed.JsonValues.text;
import static dev.cooper.scan.feed.JsonValues.time;

import dev.cooper.oci.JsonStream;
import dev.cooper.scan.advisory.AdvisorySink;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Vulnerability;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads details of vulnerabilities from the feeds of the NVD, version 2.0 of its JSON. */
final class NvdReader {
    /** The best first: the newest version's severity counts. */
    private static final List<String> METRICS =
            List.of("cvssMetricV40", "cvssMetricV31", "cvssMetricV30", "cvssMetricV2");

    private Optional<Instant> asOf = Optional.empty();
    private long records;

    private NvdReader() {}

    static void read(InputStream json, AdvisorySink sink) throws IOException {
        NvdReader reader = new NvdReader();
        JsonStream.read(
                json,
                "vulnerabilities",
                (name, value) -> {
                    if (name.equals("timestamp")) {
                        reader.asOf = time(value);
                    } else if (name.equals("vulnerabilities")) {
                        reader.add(map(map(value).get("cve")), sink);
                    }
                });
        sink.origin(
                new DatabaseState.Origin(
                        Publishers.NVD.source(),
                        "",
                        Publishers.NVD.licence(),
                        reader.asOf,
                        reader.records));
    }

    private void add(Map<?, ?> cve, AdvisorySink sink) throws IOException {
        String id = text(cve.get("id"));
        if (id.isEmpty() || text(cve.get("vulnStatus")).equals("Rejected")) {
            return;
        }
        Map<String, String> vectors = new HashMap<>();
        Map<String, Double> scores = new HashMap<>();
        Severity severity = Severity.UNKNOWN;
        for (String metric : METRICS) {
            for (Map<?, ?> each : maps(map(cve.get("metrics")).get(metric))) {
                Map<?, ?> data = map(each.get("cvssData"));
                String version = text(data.get("version"));
                // The NVD's own word comes before what others have sent in.
                boolean primary = "Primary".equals(each.get("type"));
                if (vectors.containsKey(version) && !primary) {
                    continue;
                }
                vectors.put(version, text(data.get("vectorString")));
                if (data.get("baseScore") instanceof Number score) {
                    scores.put(version, score.doubleValue());
                }
                String word = text(data.get("baseSeverity"));
                Severity said = Severity.of(word.isEmpty() ? text(each.get("baseSeverity")) : word);
                severity = severity == Severity.UNKNOWN ? said : severity;
            }
        }
        records++;
        sink.vulnerability("nvd", details(cve, id, severity, vectors, scores));
    }

    private static Vulnerability details(
            Map<?, ?> cve,
            String id,
            Severity severity,
            Map<String, String> vectors,
            Map<String, Double> scores) {
        String description = "";
        for (Map<?, ?> each : maps(cve.get("descriptions"))) {
            if ("en".equals(each.get("lang")) && description.isEmpty()) {
                description = text(each.get("value"));
            }
        }
        List<String> weaknesses = new ArrayList<>();
        for (Map<?, ?> each : maps(cve.get("weaknesses"))) {
            for (Map<?, ?> one : maps(each.get("description"))) {
                String name = text(one.get("value"));
                if (name.startsWith("CWE-") && !weaknesses.contains(name)) {
                    weaknesses.add(name);
                }
            }
        }
        List<String> references = new ArrayList<>();
        maps(cve.get("references")).forEach(each -> references.add(text(each.get("url"))));
        return new Vulnerability(
                id,
                "",
                description,
                severity == Severity.UNKNOWN ? Map.of() : Map.of("nvd", severity),
                vectors.isEmpty()
                        ? Map.of()
                        : Map.of("nvd", new Vulnerability.Cvss(vectors, scores)),
                weaknesses,
                references,
                time(cve.get("published")),
                time(cve.get("lastModified")),
                Optional.empty(),
                Optional.empty());
    }
}
