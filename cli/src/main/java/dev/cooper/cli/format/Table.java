package dev.cooper.cli.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Aligns text at its tabs, as Go's text/tabwriter does with docker's settings: columns are at least
 * ten wide and have three spaces between them; a column ends with the first line that lacks it.
 */
public final class Table {
    private static final int LEAST_WIDTH = 10;
    private static final int PADDING = 3;

    private final List<List<String>> lines = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();

    private Table() {}

    /**
     * Aligns the cells of a text.
     *
     * @param text lines whose cells end with a tab
     * @return the text with spaces instead of tabs
     */
    public static String align(String text) {
        Table table = new Table();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int stop = end < 0 ? text.length() : end;
            table.lines.add(cells(text.substring(from, stop)));
            from = stop + 1;
        }
        table.format(0, table.lines.size());
        return table.out.toString();
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        int from = 0;
        for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', from)) {
            cells.add(line.substring(from, tab));
            from = tab + 1;
        }
        cells.add(line.substring(from));
        return cells;
    }

    /** Prints the lines of a block in which the first columns have known widths. */
    private void format(int first, int end) {
        int column = widths.size();
        int line = first;
        int printed = first;
        while (line < end) {
            if (column >= lines.get(line).size() - 1) {
                line++;
                continue;
            }
            print(printed, line);
            int block = line;
            int width = LEAST_WIDTH;
            while (line < end && column < lines.get(line).size() - 1) {
                width = Math.max(width, length(lines.get(line).get(column)) + PADDING);
                line++;
            }
            widths.add(width);
            format(block, line);
            widths.removeLast();
            printed = line;
        }
        print(printed, end);
    }

    private void print(int first, int end) {
        for (int i = first; i < end; i++) {
            List<String> cells = lines.get(i);
            for (int column = 0; column < cells.size(); column++) {
                String cell = cells.get(column);
                out.append(cell);
                if (column < cells.size() - 1 && column < widths.size()) {
                    out.append(" ".repeat(widths.get(column) - length(cell)));
                }
            }
            out.append('\n');
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
