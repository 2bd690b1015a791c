package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated values (RFC 4180), as {@code --mount} and {@code -o} use it. */
public final class Csv {
    private Csv() {}

    /**
     * Splits a line.
     *
     * @throws SyntaxException when a quote is not closed or stands inside a field
     */
    public static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        int i = 0;
        while (true) {
            StringBuilder field = new StringBuilder();
            if (i < line.length() && line.charAt(i) == '"') {
                i = quoted(line, i + 1, field);
                if (i < line.length() && line.charAt(i) != ',') {
                    throw new SyntaxException("text behind a closing quote in \"" + line + "\"");
                }
            } else {
                while (i < line.length() && line.charAt(i) != ',') {
                    if (line.charAt(i) == '"') {
                        throw new SyntaxException(
                                "a quote inside an unquoted field of \""
                                        + line
                                        + "\": quote the whole field");
                    }
                    field.append(line.charAt(i++));
                }
            }
            fields.add(field.toString());
            if (i >= line.length()) {
                return fields;
            }
            i++;
        }
    }

    private static int quoted(String line, int start, StringBuilder field) {
        int i = start;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '"') {
                if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    i++;
                } else {
                    return i + 1;
                }
            }
            field.append(c);
            i++;
        }
        throw new SyntaxException("a closing quote is missing in \"" + line + "\"");
    }
}
