package dev.cooper.cli;

import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.scan.ReportFormat;
import dev.cooper.cli.scan.ScanChoice;
import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.scan.report.JsonReport;
import dev.cooper.scan.report.Report;
import dev.cooper.scan.report.Scanner;
import dev.cooper.scan.report.TableReport;
import dev.cooper.scan.report.TextStyle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    /** What is looked for unless something else is asked for. */
    static List<Scanner> usualScanners(ReportFormat format) {
        return format.isInventory() ? List.of() : List.of(Scanner.VULNERABILITY, Scanner.SECRET);
    }

    void write(Report report) throws IOException {
        Optional<String> file = settings.value("output");
        if (file.isPresent()) {
            Files.writeString(Path.of(file.get()), text(report, TextStyle.PLAIN));
            return;
        }
        TextStyle style = style();
        String text = text(report, style);
        if (style.coloured()) {
            // The escape sequences are our own: what the text had of them is gone.
            terminal.output().write(text.getBytes(StandardCharsets.UTF_8));
        } else {
            terminal.print(text);
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

    private String text(Report report, TextStyle style) {
        return switch (format) {
            case TABLE -> table(style).write(report);
            case JSON ->
                    new JsonReport(
                                    Version.TEXT,
                                    !settings.given("list-all-pkgs")
                                            || settings.isOn("list-all-pkgs"),
                                    settings.isOn("show-suppressed"))
                            .write(report);
        };
    }

    private TableReport table(TextStyle style) {
        ScanChoice choice = new ScanChoice(settings, Path.of(""));
        List<String> modes = settings.list("table-mode");
        for (String mode : modes) {
            if (!mode.equals("summary") && !mode.equals("detailed")) {
                throw new UsageException(
                        "--table-mode takes summary, detailed, not \"" + mode + "\"");
            }
        }
        return new TableReport(
                choice.scanners(usualScanners(format)),
                List.copyOf(choice.severities()),
                modes.isEmpty() || modes.contains("summary"),
                modes.isEmpty() || modes.contains("detailed"),
                settings.isOn("show-suppressed"),
                settings.isOn("dependency-tree"),
                style);
    }
}
