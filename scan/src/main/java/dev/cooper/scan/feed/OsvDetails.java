package dev.cooper.scan.feed;

import static dev.cooper.scan.feed.JsonValues.map;
import static dev.cooper.scan.feed.JsonValues.maps;
import static dev.cooper.scan.feed.JsonValues.text;
import static dev.cooper.scan.feed.JsonValues.time;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Vulnerability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a record of OSV says of a vulnerability, whatever package has it. */
final class OsvDetails {
    private OsvDetails() {}

    /** What a notice of several vulnerabilities says of each: how severe the worst of them is. */
    static Vulnerability ofNotice(Map<?, ?> record, String id, String source) {
        Severity severity = noticed(record);
        return Vulnerability.named(id)
                .with(severity == Severity.UNKNOWN ? Map.of() : Map.of(source, severity));
    }

    /** {@code Important: kernel security update}. */
    static Severity noticed(Map<?, ?> record) {
        String summary = text(record.get("summary"));
        int colon = summary.indexOf(':');
        return Severity.of(colon < 0 ? "" : summary.substring(0, colon));
    }

    static Vulnerability of(Map<?, ?> record, String id, String source) {
        Map<String, String> vectors = new HashMap<>();
        Map<String, Double> scores = new HashMap<>();
        List<Map<?, ?>> given = new ArrayList<>(maps(record.get("severity")));
        maps(record.get("affected")).forEach(each -> given.addAll(maps(each.get("severity"))));
        for (Map<?, ?> each : given) {
            String vector = text(each.get("score"));
            Cvss.version(vector, text(each.get("type")))
                    .ifPresent(version -> {
                        vectors.put(version, vector);
                        Cvss.score(vector).ifPresent(score -> scores.put(version, score));
                    });
        }
        Severity severity = severity(record, scores);
        return new Vulnerability(
                id,
                text(record.get("summary")),
                text(record.get("details")),
                severity == Severity.UNKNOWN ? Map.of() : Map.of(source, severity),
                vectors.isEmpty()
                        ? Map.of()
                        : Map.of(source, new Vulnerability.Cvss(vectors, scores)),
                OsvReader.weaknesses(record),
                OsvReader.references(record),
                time(record.get("published")),
                time(record.get("modified")),
                Optional.empty(),
                Optional.empty());
    }

    private static Severity severity(Map<?, ?> record, Map<String, Double> scores) {
        Severity said = Severity.of(text(map(record.get("database_specific")).get("severity")));
        for (String version : List.of("4.0", "3.1", "3.0", "2.0")) {
            if (said == Severity.UNKNOWN && scores.containsKey(version)) {
                said = Severity.ofScore(scores.get(version));
            }
        }
        return said;
    }
}
