package dev.cooper.scan.compliance;

import dev.cooper.oci.Json;
import dev.cooper.scan.finding.Finding;
import dev.cooper.scan.report.JsonReport;
import dev.cooper.scan.report.Report;
import dev.cooper.scan.report.Result;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a scan found, by the controls of a benchmark. */
public final class ComplianceReport {
    private final ComplianceSpec spec;
    private final Report report;

    /** A report about all that a scan found. */
    public ComplianceReport(ComplianceSpec spec, Report report) {
        this.spec = spec;
        this.report = report;
    }

    /** How many findings are against a control. */
    public int failures(Control control) {
        return (int)
                report.results().stream()
                        .flatMap(result -> result.findings().stream())
                        .filter(control::concerns)
                        .count();
    }

    /** {@code PASS}, {@code FAIL}, or what the benchmark says where people have to look. */
    public String status(Control control) {
        if (control.checks().isEmpty()) {
            return control.defaultStatus().isEmpty() ? "-" : control.defaultStatus();
        }
        return failures(control) == 0 ? "PASS" : "FAIL";
    }

    /** Whether a control failed. */
    public boolean hasFailures() {
        return spec.controls().stream().anyMatch(control -> failures(control) > 0);
    }

    /** A table of the controls. */
    public String table() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"ID", "Severity", "Control", "Status", "Issues"});
        for (Control control : spec.controls()) {
            rows.add(
                    new String[] {
                        control.id(),
                        control.severity().name(),
                        control.name(),
                        status(control),
                        control.checks().isEmpty() ? "-" : Integer.toString(failures(control))
                    });
        }
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder out = new StringBuilder("\n").append(spec.title()).append("\n\n");
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /** The counts of each control as JSON, with the fields of Trivy's summary. */
    public String summary() {
        List<@Nullable Object> controls = new ArrayList<>();
        for (Control control : spec.controls()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("ID", control.id());
            fields.put("Name", control.name());
            fields.put("Severity", control.severity().name());
            if (!control.checks().isEmpty()) {
                fields.put("TotalFail", (long) failures(control));
            }
            controls.add(fields);
        }
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("ID", spec.id());
        root.put("Title", spec.title());
        root.put("SummaryControls", controls);
        return Json.pretty(root, 2) + "\n";
    }

    /**
     * All findings of each control as JSON, with the fields of Trivy's full report.
     *
     * @param version of this program
     */
    public String all(String version) {
        List<@Nullable Object> results = new ArrayList<>();
        for (Control control : spec.controls()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("ID", control.id());
            fields.put("Name", control.name());
            fields.put("Description", control.description());
            fields.put("DefaultStatus", control.defaultStatus());
            fields.put("Severity", control.severity().name());
            fields.put("Results", results(control, version));
            results.add(fields);
        }
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("ID", spec.id());
        root.put("Title", spec.title());
        root.put("Description", spec.description());
        root.put("Version", spec.version());
        root.put("RelatedResources", new ArrayList<@Nullable Object>(spec.relatedResources()));
        root.put("Results", results);
        return Json.pretty(root, 2) + "\n";
    }

    /** The results of a control, as the usual report has them. */
    private @Nullable Object results(Control control, String version) {
        List<Result> results = new ArrayList<>();
        for (Result result : report.results()) {
            Result part = part(result, control::concerns);
            if (!part.findings().isEmpty()) {
                results.add(part);
            }
        }
        Report part =
                new Report(
                        report.id(),
                        report.createdAt(),
                        report.artifact(),
                        report.metadata(),
                        results);
        Object json = Json.parse(new JsonReport(version, false, false).write(part));
        return json instanceof Map<?, ?> map ? map.get("Results") : null;
    }

    private static Result part(Result result, Predicate<Finding> wanted) {
        return new Result(
                result.target(),
                result.kind(),
                result.type(),
                List.of(),
                result.vulnerabilities().stream().filter(wanted).toList(),
                result.checks(),
                result.misconfigurations().stream().filter(wanted).toList(),
                result.secrets().stream().filter(wanted).toList(),
                result.licenses().stream().filter(wanted).toList(),
                List.of(),
                result.isLookedUp());
    }
}
