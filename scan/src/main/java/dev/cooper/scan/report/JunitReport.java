package dev.cooper.scan.report;

import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.finding.VulnerabilityFinding;

/**
 * Writes a report in the XML of JUnit: a suite for every place, a failed test for every finding.
 */
public final class JunitReport {
    private final StringBuilder out = new StringBuilder();

    private JunitReport() {}

    /** The text, which ends with a line feed. */
    public static String write(Report report) {
        JunitReport junit = new JunitReport();
        junit.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        junit.out.append("<testsuites name=\"cooper\">\n");
        for (Result result : report.results()) {
            junit.add(result);
        }
        return junit.out.append("</testsuites>\n").toString();
    }

    private void add(Result result) {
        int failures = result.findings().size();
        int passed = result.checks().map(Result.CheckCount::successes).orElse(0);
        out.append("  <testsuite name=\"").append(escaped(result.target()));
        out.append("\" tests=\"").append(failures + passed);
        out.append("\" failures=\"").append(failures);
        out.append("\" errors=\"0\" skipped=\"0\" time=\"0\">\n");
        if (!result.type().isEmpty()) {
            out.append("    <properties>\n      <property name=\"type\" value=\"");
            out.append(escaped(result.type())).append("\"/>\n    </properties>\n");
        }
        for (VulnerabilityFinding each :
                VulnerabilityFields.sorted(result.vulnerabilities(), result.type())) {
            failed(
                    each.found().found().name() + "-" + each.found().found().version(),
                    each.severity() + "] " + each.id(),
                    each.detail().title(),
                    each.detail().description());
        }
        for (MisconfigurationFinding each : result.misconfigurations()) {
            String lines = result.target() + ":" + each.startLine() + ": ";
            failed(
                    each.type(),
                    each.severity() + "] " + each.id(),
                    each.title(),
                    lines + each.message() + "\n" + String.join("\n", each.code()));
        }
        for (SecretFinding each : result.secrets()) {
            failed(each.id(), each.severity() + "] " + each.title(), each.title(), each.match());
        }
        for (LicenseFinding each : result.licenses()) {
            failed(
                    each.packageName(),
                    each.severity() + "] " + each.id(),
                    each.id(),
                    each.category());
        }
        out.append("  </testsuite>\n");
    }

    private void failed(String of, String name, String message, String text) {
        out.append("    <testcase classname=\"").append(escaped(of));
        out.append("\" name=\"[").append(escaped(name)).append("\" time=\"0\">\n");
        out.append("      <failure message=\"").append(escaped(message));
        out.append("\" type=\"description\">").append(escaped(text));
        out.append("</failure>\n    </testcase>\n");
    }

    /** Text for XML 1.0, which has no way to write most control characters. */
    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&#34;");
                case '\n' -> safe.append("&#xA;");
                case '\t' -> safe.append("&#x9;");
                case '\r' -> safe.append("&#xD;");
                default -> safe.append(isXml(text, i) ? c : '\uFFFD');
            }
        }
        return safe.toString();
    }

    private static boolean isXml(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return c >= ' ' && c < '\uFFFE';
    }
}
