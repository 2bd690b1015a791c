package dev.cooper.scan.report;

import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.report.BoxTable.Cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One line for everything that was scanned, with the number of findings. */
final class SummaryTable {
    private static final int WIDEST = 80;
    private static final String NOT_SCANNED = "-";

    private final List<Scanner> scanners;
    private final BoxTable table;

    private SummaryTable(List<Scanner> scanners) {
        this.scanners = scanners;
        List<String> headings = new ArrayList<>(List.of("Target", "Type"));
        scanners.forEach(scanner -> headings.add(scanner.heading()));
        this.table = new BoxTable(headings, false, true, WIDEST);
    }

    static void draw(StringBuilder out, Report report, List<Scanner> scanners, TextStyle style) {
        SummaryTable summary = new SummaryTable(scanners);
        out.append('\n').append(style.of("4;1", "Report Summary")).append("\n\n");
        for (Result result : report.results()) {
            summary.add(result);
        }
        if (report.results().isEmpty()) {
            summary.row(NOT_SCANNED, NOT_SCANNED, Map.of());
        }
        summary.table.draw(out, style);
        out.append("Legend:\n- '-': Not scanned\n- '0': Clean (no security findings detected)\n\n");
    }

    /** Adds a result; what it gathers from several files has a line for each. */
    private void add(Result result) {
        boolean gathered =
                PackageNames.isGathered(result.type())
                        || PackageNames.isGatheredName(result.target());
        if (!gathered || (result.packages().isEmpty() && result.licenses().isEmpty())) {
            addWhole(result);
            return;
        }
        Map<String, Integer> vulnerabilities = new TreeMap<>();
        for (LayeredPackage each : result.packages()) {
            vulnerabilities.put(each.found().place().path(), 0);
        }
        for (VulnerabilityFinding each : result.vulnerabilities()) {
            vulnerabilities.merge(each.found().found().place().path(), 1, Integer::sum);
        }
        vulnerabilities.forEach((path, count) ->
                row(
                        path,
                        result.type(),
                        result.isLookedUp() ? Map.of(Scanner.VULNERABILITY, count) : Map.of()));
        Map<String, Integer> licenses = new TreeMap<>();
        for (LicenseFinding each : result.licenses()) {
            licenses.merge(each.path().isEmpty() ? result.target() : each.path(), 1, Integer::sum);
        }
        licenses.forEach((path, count) -> row(path, NOT_SCANNED, Map.of(Scanner.LICENSE, count)));
    }

    private void addWhole(Result result) {
        Map<Scanner, Integer> counts = new TreeMap<>();
        for (Scanner scanner : scanners) {
            counts.put(scanner, scanner.count(result));
        }
        String type =
                switch (result.kind()) {
                    case SECRET -> "text";
                    case LICENSE, LICENSE_FILE -> NOT_SCANNED;
                    case OS_PACKAGES, LANGUAGE_PACKAGES, CONFIGURATION -> result.type();
                };
        row(result.target(), type, counts);
    }

    private void row(String target, String type, Map<Scanner, Integer> counts) {
        List<Cell> row = new ArrayList<>();
        row.add(Cell.plain(target));
        row.add(Cell.plain(type));
        for (Scanner scanner : scanners) {
            int count = counts.getOrDefault(scanner, -1);
            row.add(
                    new Cell(
                            count < 0 ? NOT_SCANNED : Integer.toString(count),
                            count > 0 ? "91" : ""));
        }
        table.add(row);
    }
}
