package dev.cooper.scan.report;

import dev.cooper.scan.advisory.Severity;

import java.util.List;

/**
 * Writes a report as tables for people.
 *
 * @param scanners what was looked for
 * @param severities which findings are shown
 * @param withSummary whether to begin with a line for everything that was scanned
 * @param withDetails whether to show the findings
 * @param withModified whether to show findings that are suppressed, too
 * @param withTree whether to show what vulnerable packages are needed for
 */
public record TableReport(
        List<Scanner> scanners,
        List<Severity> severities,
        boolean withSummary,
        boolean withDetails,
        boolean withModified,
        boolean withTree,
        TextStyle style) {
    public TableReport {
        scanners = List.copyOf(scanners);
        severities = List.copyOf(severities);
    }

    /** The text. */
    public String write(Report report) {
        StringBuilder out = new StringBuilder();
        if (withSummary && !scanners.isEmpty()) {
            SummaryTable.draw(out, report, scanners, style);
        }
        for (Result result : withDetails ? report.results() : List.<Result>of()) {
            switch (result.kind()) {
                case OS_PACKAGES, LANGUAGE_PACKAGES ->
                        vulnerabilities(out, result, report.metadata());
                case CONFIGURATION -> new FindingText(out, style).checks(result, severities);
                case SECRET ->
                        new FindingText(out, style)
                                .secrets(result, severities, report.metadata().layers());
                case LICENSE -> LicenseTable.ofPackages(out, result, severities, style);
                case LICENSE_FILE -> LicenseTable.ofFiles(out, result, severities, style);
            }
        }
        return out.toString();
    }

    private void vulnerabilities(StringBuilder out, Result result, Metadata metadata) {
        boolean modified = withModified && !result.modified().isEmpty();
        if (!result.vulnerabilities().isEmpty() || modified) {
            VulnerabilityTable.draw(out, result, severities, style);
            out.append(LayerNote.of(result.vulnerabilities(), metadata));
            if (withTree) {
                DependencyTree.draw(out, result, severities, style);
            }
        }
        if (modified) {
            VulnerabilityTable.drawModified(out, result, style);
        }
    }
}
