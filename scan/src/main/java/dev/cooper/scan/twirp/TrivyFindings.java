package dev.cooper.scan.twirp;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Vulnerability;
import dev.cooper.scan.advisory.Vulnerability.Cvss;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.report.Source;
import dev.cooper.scan.report.VulnerabilityFields;

import java.util.Map;
import java.util.TreeMap;

/** Writes vulnerabilities as Trivy's clients read them. */
final class TrivyFindings {
    private TrivyFindings() {}

    /**
     * A vulnerability.
     *
     * @param entry the package that has it
     * @param layer the address of the layer that brought it
     */
    static ProtoWriter write(VulnerabilityFinding finding, TrivyImage.Entry entry, byte[] layer) {
        Vulnerability detail = finding.detail();
        Source source = Source.of(finding.advisory().source(), finding.found().found().kind());
        ProtoReader sent = entry.sent();
        ProtoWriter out = new ProtoWriter();
        out.text(1, finding.id());
        out.text(2, sent.text(1)).text(3, finding.found().found().version());
        out.text(4, finding.fixedVersion()).text(5, detail.title());
        out.text(6, detail.description()).number(7, TrivyNumbers.of(finding.severity()));
        out.texts(8, detail.references()).message(10, layer);
        out.text(11, finding.severitySource());
        new TreeMap<>(detail.scores())
                .forEach((name, cvss) ->
                        out.message(12, new ProtoWriter().text(1, name).message(2, score(cvss))));
        out.texts(13, detail.weaknesses());
        out.text(14, VulnerabilityFields.address(finding.id()));
        detail.published().ifPresent(time -> out.time(15, time));
        detail.modified().ifPresent(time -> out.time(16, time));
        out.texts(19, finding.advisory().notices());
        out.message(
                20,
                new ProtoWriter()
                        .text(1, source.id())
                        .text(2, source.name())
                        .text(3, source.address()));
        for (Map.Entry<String, Severity> each : new TreeMap<>(detail.severities()).entrySet()) {
            out.message(
                    21,
                    new ProtoWriter()
                            .text(1, each.getKey())
                            .number(2, TrivyNumbers.of(each.getValue())));
        }
        out.text(22, sent.text(12)).text(23, sent.text(13));
        out.number(24, TrivyNumbers.of(finding.status()));
        sent.bytes(19).forEach(identifier -> out.message(25, identifier));
        return out;
    }

    private static ProtoWriter score(Cvss cvss) {
        Map<String, String> vectors = cvss.vectors();
        Map<String, Double> scores = cvss.scores();
        return new ProtoWriter()
                .text(1, vectors.getOrDefault("2.0", ""))
                .text(2, vectors.getOrDefault("3.1", vectors.getOrDefault("3.0", "")))
                .decimal(3, scores.getOrDefault("2.0", 0.0))
                .decimal(4, scores.getOrDefault("3.1", scores.getOrDefault("3.0", 0.0)))
                .text(5, vectors.getOrDefault("4.0", ""))
                .decimal(6, scores.getOrDefault("4.0", 0.0));
    }
}
