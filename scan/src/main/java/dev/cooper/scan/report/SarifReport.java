package dev.cooper.scan.report;

import dev.cooper.oci.Json;
import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a report as SARIF 2.1.0, with what GitHub's code scanning and its like expect: a rule for
 * each id with its {@code security-severity}, places relative to a root, and fingerprints that stay
 * the same from scan to scan.
 *
 * @param version of this program
 */
public record SarifReport(String version) {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String ROOT = "ROOTPATH";

    /** The text, which ends with a line feed. */
    public String write(Report report) {
        Run run = new Run(report.metadata());
        for (Result result : report.results()) {
            String place = place(report, result);
            VulnerabilityFields.sorted(result.vulnerabilities(), result.type())
                    .forEach(each -> run.add(SarifFinding.of(each, result, place)));
            for (MisconfigurationFinding each : result.misconfigurations()) {
                run.add(SarifFinding.of(each, place));
            }
            for (SecretFinding each : result.secrets()) {
                run.add(SarifFinding.of(each, place));
            }
            for (LicenseFinding each : result.licenses()) {
                run.add(SarifFinding.of(each, place));
            }
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("$schema", SCHEMA);
        document.put("version", "2.1.0");
        document.put("runs", List.of(run.json(report)));
        return Json.pretty(document, 2) + "\n";
    }

    /** The place of what has no file of its own: packages of a distribution are in the image. */
    private static String place(Report report, Result result) {
        if (result.kind() != ResultClass.OS_PACKAGES) {
            return result.target();
        }
        String name = report.artifact().name();
        int at = name.indexOf('@');
        String plain = at < 0 ? name : name.substring(0, at);
        int colon = plain.lastIndexOf(':');
        return colon > plain.lastIndexOf('/') ? plain.substring(0, colon) : plain;
    }

    /** What one call of the program found. */
    private final class Run {
        private final Map<String, Integer> numbers = new LinkedHashMap<>();
        private final List<Object> rules = new ArrayList<>();
        private final List<Object> results = new ArrayList<>();
        private final Metadata metadata;

        Run(Metadata metadata) {
            this.metadata = metadata;
        }

        void add(SarifFinding finding) {
            Integer known = numbers.get(finding.id());
            if (known == null) {
                known = rules.size();
                numbers.put(finding.id(), known);
                rules.add(finding.rule().toJson());
            }
            results.add(finding.result(known, ROOT, metadata).toJson());
        }

        Map<String, @Nullable Object> json(Report report) {
            boolean isImage = report.artifact().type() == ArtifactType.CONTAINER_IMAGE;
            return new Fields()
                    .with(
                            "tool",
                            new Fields()
                                    .with(
                                            "driver",
                                            new Fields()
                                                    .with("name", "Cooper")
                                                    .with("fullName", "Cooper, scan")
                                                    .with("version", version)
                                                    .always("rules", rules)))
                    .always("results", results)
                    .with("columnKind", "utf16CodeUnits")
                    .with(
                            "originalUriBaseIds",
                            isImage ? null : new Fields().with(ROOT, root(report)))
                    .with(
                            "properties",
                            isImage
                                    ? new Fields()
                                            .with("imageName", report.artifact().name())
                                            .with("repoTags", metadata.tags())
                                            .with("repoDigests", metadata.digests())
                                            .with("imageID", metadata.imageId())
                                    : null)
                    .toJson();
        }

        private Fields root(Report report) {
            String path = Path.of(report.artifact().name()).toAbsolutePath() + "/";
            return new Fields().with("uri", "file://" + SarifFinding.encoded(path));
        }
    }

    /** How bad a finding is, as GitHub orders them. */
    static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "2.0";
            case UNKNOWN -> "0.0";
        };
    }
}
