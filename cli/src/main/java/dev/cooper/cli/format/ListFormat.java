package dev.cooper.cli.format;

import dev.cooper.cli.template.GoTemplate;
import dev.cooper.cli.template.Struct;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prints a list in the form that {@code --format} asks for.
 *
 * @param table the Go template of the default table, cells between tabs
 * @param raw the Go template of {@code --format raw}, if there is one
 * @param headings the heading of each field
 */
public record ListFormat(String table, Optional<String> raw, Map<String, String> headings) {
    /**
     * Prints rows.
     *
     * @param format the value of {@code --format}, or empty when it was not given
     * @param rows the rows
     * @return the text
     * @throws dev.cooper.cli.template.TemplateException when the format is malformed
     */
    public String print(Optional<String> format, List<Struct> rows) {
        String wanted = format.orElse("table").strip();
        if (wanted.equals("table")) {
            return printTable(GoTemplate.parse(table), rows);
        }
        if (wanted.equals("raw") && raw.isPresent()) {
            return printLines(GoTemplate.parse(raw.get()), rows);
        }
        if (wanted.equals("json")) {
            return printLines(GoTemplate.parse("{{json .}}"), rows);
        }
        if (wanted.startsWith("table")) {
            return printTable(GoTemplate.parse(unescape(wanted.substring(5).strip())), rows);
        }
        return printLines(GoTemplate.parse(unescape(wanted)), rows);
    }

    /** In a format, unlike in Go, {@code \t} and {@code \n} count outside of strings too. */
    private static String unescape(String format) {
        return format.replace("\\t", "\t").replace("\\n", "\n");
    }

    private String printTable(GoTemplate template, List<Struct> rows) {
        return Table.align(
                template.executeOnHeadings(headings) + "\n" + printLines(template, rows));
    }

    private static String printLines(GoTemplate template, List<Struct> rows) {
        StringBuilder text = new StringBuilder();
        for (Struct row : rows) {
            text.append(template.execute(row)).append('\n');
        }
        return text.toString();
    }
}
