package dev.cooper.scan.report;

import dev.cooper.oci.Json;
import dev.cooper.scan.finding.VulnerabilityFinding;
import dev.cooper.scan.match.Priority;
import dev.cooper.scan.report.BoxTable.Cell;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Vulnerabilities by how much they matter, whatever result they are in. */
public final class RiskReport {
    private static final int WIDEST = 60;
    private static final String OF_BASE = "base";
    private static final String OWN = "own";

    private final List<VulnerabilityFinding> sorted;
    private final OptionalInt baseLayers;

    /** A report of what a scan found. */
    public RiskReport(Report report) {
        this.baseLayers = report.metadata().baseLayers();
        this.sorted = Priority.sorted(report.vulnerabilities(), baseLayers);
    }

    /** For people: a table, what matters most first. */
    public String text(TextStyle style) {
        StringBuilder out = new StringBuilder();
        BoxTable table =
                new BoxTable(
                        List.of(
                                "Risk",
                                "Vulnerability",
                                "Severity",
                                "EPSS",
                                "Package",
                                "Installed Version",
                                "Fixed Version",
                                "Layer",
                                "Place"),
                        false,
                        false,
                        WIDEST);
        for (VulnerabilityFinding each : sorted) {
            Priority priority = priority(each);
            table.add(
                    List.of(
                            Cell.plain(number(priority.risk(), 1)),
                            Cell.plain(
                                    each.id()
                                            + (priority.exploited().isPresent()
                                                    ? " (exploited)"
                                                    : "")),
                            new Cell(each.severity().name(), TextStyle.ofSeverity(each.severity())),
                            Cell.plain(
                                    priority.epss()
                                            .map(epss -> number(100 * epss, 1) + " %")
                                            .orElse("")),
                            Cell.plain(each.found().found().name()),
                            Cell.plain(each.found().found().version()),
                            Cell.plain(each.fixedVersion()),
                            Cell.plain(part(each)),
                            Cell.plain(place(each))));
        }
        table.draw(out, style);
        return out.toString();
    }

    /** For programs: an array, what matters most first, with the names of the usual report. */
    public String json() {
        List<@Nullable Object> all = new ArrayList<>();
        for (VulnerabilityFinding each : sorted) {
            Priority priority = priority(each);
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("VulnerabilityID", each.id());
            fields.put("PkgName", each.found().found().name());
            fields.put("InstalledVersion", each.found().found().version());
            fields.put("FixedVersion", each.fixedVersion());
            fields.put("Severity", each.severity().name());
            fields.put("Risk", Math.round(priority.risk() * 10) / 10.0);
            priority.epss().ifPresent(epss -> fields.put("EPSS", epss));
            priority.exploited().ifPresent(since -> fields.put("ExploitedSince", since.toString()));
            fields.put("PkgPath", place(each));
            if (baseLayers.isPresent()) {
                fields.put("InBaseImage", part(each).equals(OF_BASE));
            }
            all.add(fields);
        }
        return Json.pretty(all, 2) + "\n";
    }

    private Priority priority(VulnerabilityFinding finding) {
        return Priority.of(finding, baseLayers);
    }

    /** Whose layer it is in; empty where nobody knows. */
    private String part(VulnerabilityFinding finding) {
        if (baseLayers.isEmpty()) {
            return "";
        }
        return finding.found().layer() < baseLayers.getAsInt() ? OF_BASE : OWN;
    }

    private static String place(VulnerabilityFinding finding) {
        boolean isOfSystem = finding.found().found().kind().isOfSystem();
        return isOfSystem ? "" : finding.found().found().place().toString();
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
