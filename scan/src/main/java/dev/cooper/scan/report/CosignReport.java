package dev.cooper.scan.report;

import dev.cooper.oci.Json;

/**
 * Writes a report as the predicate that {@code cosign attest --type vuln} signs.
 *
 * @param version of this program
 */
public record CosignReport(String version) {
    /** The text, which ends with a line feed. */
    public String write(Report report) {
        String time = report.createdAt().toString();
        Fields predicate =
                new Fields()
                        .always(
                                "invocation",
                                new Fields()
                                        .always("parameters", null)
                                        .always("uri", "")
                                        .always("event_id", "")
                                        .always("builder.id", ""))
                        .always(
                                "scanner",
                                new Fields()
                                        .always("uri", "pkg:generic/cooper@" + version)
                                        .always("version", version)
                                        .always(
                                                "db",
                                                new Fields()
                                                        .always("uri", "")
                                                        .always("version", ""))
                                        .always(
                                                "result",
                                                new ReportFields(report, version).json(true, true)))
                        .always(
                                "metadata",
                                new Fields()
                                        .always("scanStartedOn", time)
                                        .always("scanFinishedOn", time));
        return Json.pretty(predicate.toJson(), 2) + "\n";
    }
}
