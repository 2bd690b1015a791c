package dev.cooper.scan.report;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;

import java.util.List;

/** Findings that are told with the lines they are about. */
final class FindingText {
    private static final int MOST_OF_STEP = 40;

    private final StringBuilder out;
    private final TextStyle style;

    FindingText(StringBuilder out, TextStyle style) {
        this.out = out;
        this.style = style;
    }

    void checks(Result result, List<Severity> severities) {
        if (result.misconfigurations().isEmpty()) {
            return;
        }
        out.append(style.headline(result.target() + " (" + result.type() + ")"));
        result.checks()
                .ifPresent(count ->
                        out.append("Tests: ")
                                .append(count.successes() + count.failures())
                                .append(" (SUCCESSES: ")
                                .append(count.successes())
                                .append(", FAILURES: ")
                                .append(count.failures())
                                .append(")\n"));
        out.append(Totals.of("Failures", result.misconfigurations(), severities)).append('\n');
        result.misconfigurations().forEach(each -> check(result.target(), each));
    }

    private void check(String target, MisconfigurationFinding finding) {
        String colour = TextStyle.ofSeverity(finding.severity());
        out.append(style.bold(finding.id())).append(' ');
        out.append(style.of(colour, "(" + finding.severity() + ")")).append(": ");
        out.append(style.of("", finding.message())).append('\n');
        rule("═");
        out.append(style.of("", finding.description())).append('\n');
        if (!finding.resolution().isEmpty()) {
            out.append("\nResolution: ").append(style.of("", finding.resolution())).append('\n');
        }
        if (!finding.address().isEmpty()) {
            out.append("\nSee ").append(finding.address()).append('\n');
        }
        rule("─");
        code(
                place(target, finding.startLine(), finding.endLine()),
                finding.code(),
                finding.startLine(),
                finding.startLine(),
                finding.endLine());
        out.append("\n\n");
    }

    void secrets(Result result, List<Severity> severities, List<LayerDetail> layers) {
        if (result.secrets().isEmpty()) {
            return;
        }
        out.append(style.headline(result.target() + " (secrets)"));
        out.append(Totals.of("Total", result.secrets(), severities)).append('\n');
        result.secrets().forEach(each -> secret(result.target(), each, layers));
    }

    private void secret(String target, SecretFinding finding, List<LayerDetail> layers) {
        String colour = TextStyle.ofSeverity(finding.severity());
        out.append(style.of(colour, finding.severity().name())).append(": ");
        out.append(style.of("", finding.category() + " (" + finding.id() + ")")).append('\n');
        rule("═");
        out.append(style.of("", finding.title())).append('\n');
        rule("─");
        code(
                place(target, finding.startLine(), finding.endLine()) + origin(finding, layers),
                finding.context(),
                finding.contextStart(),
                finding.startLine(),
                finding.endLine());
        out.append("\n\n");
    }

    private static String place(String target, int start, int end) {
        String lines = start == 0 ? "" : ":" + start + (end > start ? "-" + end : "");
        return target + lines;
    }

    private static String origin(SecretFinding finding, List<LayerDetail> layers) {
        String deleted = finding.isDeleted() ? " (deleted in a later layer)" : "";
        if (finding.layer() < 0 || finding.layer() >= layers.size()) {
            return deleted;
        }
        LayerDetail layer = layers.get(finding.layer());
        String step = layer.createdBy().strip();
        if (!step.isEmpty()) {
            String start = step.length() > MOST_OF_STEP ? step.substring(0, MOST_OF_STEP) : step;
            return " (added by '" + start + "')" + deleted;
        }
        String hex = layer.diffId().substring(layer.diffId().indexOf(':') + 1);
        return " (added in layer '" + hex.substring(0, Math.min(12, hex.length())) + "')" + deleted;
    }

    private void code(String place, List<String> lines, int number, int first, int last) {
        if (lines.isEmpty()) {
            return;
        }
        out.append(' ').append(style.of("34", place)).append('\n');
        rule("─");
        for (int i = 0; i < lines.size(); i++) {
            int at = number + i;
            boolean cause = at >= first && at <= last;
            String digits = Integer.toString(at);
            String head = " ".repeat(Math.max(0, 4 - digits.length())) + digits + " ";
            out.append(style.of(cause ? "31" : "2", head + (cause ? mark(at, first, last) : " ")));
            out.append(' ').append(style.of("", lines.get(i))).append('\n');
        }
        rule("─");
    }

    private static String mark(int at, int first, int last) {
        if (first == last) {
            return "[";
        }
        return at == first ? "┌" : at == last ? "└" : "│";
    }

    private void rule(String line) {
        out.append(style.dim(line.repeat(style.ruleWidth()))).append('\n');
    }
}
