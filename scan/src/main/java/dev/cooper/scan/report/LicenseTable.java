package dev.cooper.scan.report;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.report.BoxTable.Cell;

import java.util.Comparator;
import java.util.List;

/** The licences of one result. */
final class LicenseTable {
    private static final int WIDEST = 60;

    private LicenseTable() {}

    static void ofPackages(
            StringBuilder out, Result result, List<Severity> severities, TextStyle style) {
        BoxTable table =
                new BoxTable(
                        List.of("Package", "License", "Classification", "Severity"),
                        true,
                        false,
                        WIDEST);
        for (LicenseFinding each : result.licenses()) {
            table.add(
                    List.of(
                            Cell.plain(each.packageName()),
                            Cell.plain(each.id()),
                            category(each),
                            severity(each)));
        }
        draw(out, result, severities, style, table);
    }

    static void ofFiles(
            StringBuilder out, Result result, List<Severity> severities, TextStyle style) {
        BoxTable table =
                new BoxTable(
                        List.of("Classification", "Severity", "License", "File Location"),
                        true,
                        false,
                        WIDEST);
        result.licenses().stream()
                .sorted(
                        Comparator.comparing(LicenseFinding::severity, Comparator.reverseOrder())
                                .thenComparing(LicenseFinding::category)
                                .thenComparing(LicenseFinding::id)
                                .thenComparing(LicenseFinding::path))
                .forEach(each ->
                        table.add(
                                List.of(
                                        category(each),
                                        severity(each),
                                        Cell.plain(each.id()),
                                        Cell.plain(each.path()))));
        draw(out, result, severities, style, table);
    }

    private static void draw(
            StringBuilder out,
            Result result,
            List<Severity> severities,
            TextStyle style,
            BoxTable table) {
        if (result.licenses().isEmpty()) {
            return;
        }
        out.append(style.headline(result.target() + " (license)"));
        out.append(Totals.of("Total", result.licenses(), severities)).append('\n');
        table.draw(out, style);
    }

    private static Cell category(LicenseFinding finding) {
        return new Cell(finding.category(), TextStyle.ofSeverity(finding.severity()));
    }

    private static Cell severity(LicenseFinding finding) {
        return new Cell(finding.severity().name(), TextStyle.ofSeverity(finding.severity()));
    }
}
