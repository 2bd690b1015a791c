package dev.cooper.scan.report;

import dev.cooper.oci.Json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
        return new String(bytes(report), StandardCharsets.UTF_8);
    }

    /** The same as UTF-8. */
    public byte[] bytes(Report report) {
        byte[] text =
                Json.prettyBytes(
                        new ReportFields(report, version).json(withPackages, withModified), 2);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }
}
