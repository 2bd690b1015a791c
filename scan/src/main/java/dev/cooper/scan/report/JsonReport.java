package dev.cooper.scan.report;

import dev.cooper.oci.Json;

/**
 * Writes a report as JSON with the fields of Trivy's schema 2.
 *
 * @param version of this program
 * @param withPackages whether to list packages without findings, too
 * @param withModified whether to list findings that are not shown
 */
public record JsonReport(String version, boolean withPackages, boolean withModified) {
    /** The text, which ends with a line feed. */
    public String write(Report report) {
        return Json.pretty(new ReportFields(report, version).json(withPackages, withModified), 2)
                + "\n";
    }
}
