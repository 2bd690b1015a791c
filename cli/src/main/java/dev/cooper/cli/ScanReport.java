package dev.cooper.cli;

import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.scan.ReportFormat;
import dev.cooper.cli.scan.ScanChoice;
import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.scan.TemplateReport;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.scan.ScanOutcome;
import dev.cooper.scan.report.CosignReport;
import dev.cooper.scan.report.GithubReport;
import dev.cooper.scan.report.JsonReport;
import dev.cooper.scan.report.JunitReport;
import dev.cooper.scan.report.Report;
import dev.cooper.scan.report.SarifReport;
import dev.cooper.scan.report.SbomReport;
import dev.cooper.scan.report.Scanner;
import dev.cooper.scan.report.TableReport;
import dev.cooper.scan.report.TextStyle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes a report to where it is wanted, in the form that is wanted. */
final class ScanReport {
    private final ReportFormat format;
    private final ScanSettings settings;
    private final Terminal terminal;

    ScanReport(ReportFormat format, ScanSettings settings, Terminal terminal) {
        this.format = format;
        this.settings = settings;
        this.terminal = terminal;
    }

    /**
     * Says now what would go wrong in the end.
     *
     * @throws UsageException when something is asked for that there is not
     * @throws IOException when the file of {@code --output} cannot be there
     */
    void check() throws IOException {
        tableModes();
        if (format == ReportFormat.TEMPLATE) {
            TemplateReport.read(template(), Path.of(""));
        }
        Optional<String> file = settings.value("output");
        if (file.isPresent()) {
            OutputFile.createReadable(Path.of(file.get())).close();
        }
    }

    /** What is looked for unless something else is asked for. */
    static List<Scanner> usualScanners(ReportFormat format) {
        return format.isInventory() ? List.of() : List.of(Scanner.VULNERABILITY, Scanner.SECRET);
    }

    void write(ScanOutcome outcome, ScanWord.Kind kind) throws IOException {
        Optional<String> file = settings.value("output");
        if (format == ReportFormat.JSON && file.isPresent()) {
            writeTo(Path.of(file.get()), json().bytes(outcome.report()));
            return;
        }
        if (format == ReportFormat.CYCLONEDX || format == ReportFormat.SPDX_JSON) {
            OutputFile.write(file.map(Path::of), out -> sbom(outcome, out), terminal);
            return;
        }
        TextStyle style = file.isPresent() ? TextStyle.PLAIN : style();
        String text = text(outcome, kind, style);
        if (style.coloured()) {
            // The escape sequences are our own: what the text had of them is gone.
            terminal.output().write(text.getBytes(StandardCharsets.UTF_8));
        } else {
            print(text);
        }
    }

    /** Writes something that is no report, in one of the two forms that it has. */
    void tell(String text, String json) throws IOException {
        print(format == ReportFormat.JSON ? json : text);
    }

    private void print(String text) throws IOException {
        Optional<String> file = settings.value("output");
        if (file.isPresent()) {
            writeTo(Path.of(file.get()), text.getBytes(StandardCharsets.UTF_8));
        } else {
            terminal.print(text);
        }
    }

    /** The file has its name when it is complete. */
    private static void writeTo(Path file, byte[] report) throws IOException {
        try (OutputFile output = OutputFile.createReadable(file)) {
            output.stream().write(report);
            output.commit();
        }
    }

    private TextStyle style() {
        if (!terminal.facts().outputIsTerminal()) {
            return TextStyle.PLAIN;
        }
        boolean plain =
                !terminal.environment().getOrDefault("NO_COLOR", "").isEmpty()
                        || terminal.environment().getOrDefault("TERM", "dumb").equals("dumb");
        return new TextStyle(!plain, terminal.width());
    }

    private String text(ScanOutcome outcome, ScanWord.Kind kind, TextStyle style)
            throws IOException {
        Report report = outcome.report();
        return switch (format) {
            case TABLE -> table(kind, style).write(report);
            case JSON -> json().write(report);
            case SARIF -> new SarifReport(Version.TEXT).write(report);
            case CYCLONEDX, SPDX_JSON -> throw new IllegalStateException("written as a stream");
            case JUNIT -> JunitReport.write(report);
            case GITHUB -> new GithubReport(Version.TEXT, terminal.environment()).write(report);
            case COSIGN_VULN -> new CosignReport(Version.TEXT).write(report);
            case TEMPLATE ->
                    TemplateReport.write(
                            template(), Path.of(""), report, Version.TEXT, terminal.environment());
        };
    }

    private void sbom(ScanOutcome outcome, OutputStream out) throws IOException {
        SbomReport writer = new SbomReport(Version.TEXT);
        if (format == ReportFormat.CYCLONEDX) {
            writer.cycloneDx(outcome.report(), outcome.inventory(), out);
        } else {
            writer.spdx(outcome.report(), outcome.inventory(), out);
        }
    }

    private JsonReport json() {
        return new JsonReport(
                Version.TEXT,
                !settings.given("list-all-pkgs") || settings.isOn("list-all-pkgs"),
                settings.isOn("show-suppressed"));
    }

    private String template() {
        return settings.value("template")
                .orElseThrow(() ->
                        new UsageException(
                                "--format template needs --template, such as \"@html.tpl\""));
    }

    private TableReport table(ScanWord.Kind kind, TextStyle style) {
        ScanChoice choice = new ScanChoice(settings, Path.of(""));
        List<String> modes = tableModes();
        return new TableReport(
                kind == ScanWord.Kind.CONFIGURATION
                        ? List.of(Scanner.MISCONFIGURATION)
                        : choice.scanners(usualScanners(format)),
                List.copyOf(choice.severities()),
                modes.isEmpty() || modes.contains("summary"),
                modes.isEmpty() || modes.contains("detailed"),
                settings.isOn("show-suppressed"),
                settings.isOn("dependency-tree"),
                style);
    }

    private List<String> tableModes() {
        List<String> modes = settings.list("table-mode");
        for (String mode : modes) {
            if (!mode.equals("summary") && !mode.equals("detailed")) {
                throw new UsageException(
                        "--table-mode takes summary, detailed, not \"" + mode + "\"");
            }
        }
        return modes;
    }
}
