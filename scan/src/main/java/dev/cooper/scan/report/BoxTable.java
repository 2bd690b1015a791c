package dev.cooper.scan.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table with lines between its cells. Equal cells that lie on each other become one, where that
 * is wanted; text that is too wide goes on in the next line of its cell.
 */
final class BoxTable {
    /** How a cell looks on a terminal, as a parameter of the escape sequence; empty for plain. */
    record Cell(String text, String style) {
        static Cell plain(String text) {
            return new Cell(text, "");
        }
    }

    private static final int LEAST_WIDTH = 16;

    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<String> headings;
    private final boolean merges;
    private final boolean centred;
    private final int widest;

    /**
     * @param merges whether equal cells on each other become one
     * @param centred whether all but the first column stand in the middle
     * @param widest how many columns of the terminal a cell takes at most
     */
    BoxTable(List<String> headings, boolean merges, boolean centred, int widest) {
        this.headings = headings;
        this.merges = merges;
        this.centred = centred;
        this.widest = widest;
    }

    void add(List<Cell> row) {
        rows.add(row);
    }

    /**
     * Draws it.
     *
     * @param style of the surroundings
     */
    void draw(StringBuilder out, TextStyle style) {
        int[] widths = widths(style.width());
        List<List<List<String>>> cells = new ArrayList<>();
        for (List<Cell> row : rows) {
            List<List<String>> wrapped = new ArrayList<>();
            for (int i = 0; i < headings.size(); i++) {
                wrapped.add(TextWidth.wrap(row.get(i).text(), widths[i]));
            }
            cells.add(wrapped);
        }
        out.append(style.dim(line("┌", "┬", "┐", widths))).append('\n');
        heading(out, style, widths);
        for (int i = 0; i < rows.size(); i++) {
            boolean[] merged = merged(i);
            out.append(style.dim(above(merged, widths))).append('\n');
            row(out, style, rows.get(i), cells.get(i), merged, widths);
        }
        out.append(style.dim(line("└", "┴", "┘", widths))).append('\n');
    }

    private int[] widths(int room) {
        int[] widths = new int[headings.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = TextWidth.of(headings.get(i));
            for (List<Cell> row : rows) {
                for (String part : TextWidth.wrap(row.get(i).text(), widest)) {
                    widths[i] = Math.max(widths[i], TextWidth.of(part));
                }
            }
        }
        shrink(widths, room);
        return widths;
    }

    /** Takes from the widest columns what a terminal has no room for. */
    private void shrink(int[] widths, int room) {
        int whole = 1 + 3 * widths.length;
        for (int width : widths) {
            whole += width;
        }
        while (room > 0 && whole > room) {
            int most = 0;
            for (int i = 1; i < widths.length; i++) {
                most = widths[i] > widths[most] ? i : most;
            }
            if (widths[most] <= Math.max(LEAST_WIDTH, TextWidth.of(headings.get(most)))) {
                return;
            }
            widths[most]--;
            whole--;
        }
    }

    private boolean[] merged(int row) {
        boolean[] merged = new boolean[headings.size()];
        for (int i = 0; merges && row > 0 && i < merged.length; i++) {
            String text = rows.get(row).get(i).text();
            merged[i] = !text.isBlank() && text.equals(rows.get(row - 1).get(i).text());
        }
        return merged;
    }

    private void heading(StringBuilder out, TextStyle style, int[] widths) {
        out.append(style.dim("│"));
        for (int i = 0; i < widths.length; i++) {
            out.append(' ')
                    .append(style.bold(TextWidth.centred(headings.get(i), widths[i])))
                    .append(' ')
                    .append(style.dim("│"));
        }
        out.append('\n');
    }

    private void row(
            StringBuilder out,
            TextStyle style,
            List<Cell> row,
            List<List<String>> cells,
            boolean[] merged,
            int[] widths) {
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            height = Math.max(height, cells.get(i).size());
        }
        for (int y = 0; y < height; y++) {
            out.append(style.dim("│"));
            for (int i = 0; i < widths.length; i++) {
                List<String> lines = cells.get(i);
                String text = merged[i] || y >= lines.size() ? "" : lines.get(y);
                String padded =
                        centred && i > 0
                                ? TextWidth.centred(text, widths[i])
                                : text + " ".repeat(widths[i] - TextWidth.of(text));
                out.append(' ')
                        .append(style.of(row.get(i).style(), padded))
                        .append(' ')
                        .append(style.dim("│"));
            }
            out.append('\n');
        }
    }

    private static String line(String left, String middle, String right, int[] widths) {
        StringBuilder line = new StringBuilder(left);
        for (int i = 0; i < widths.length; i++) {
            line.append("─".repeat(widths[i] + 2)).append(i < widths.length - 1 ? middle : right);
        }
        return line.toString();
    }

    /** The line above a row, open where a cell goes on. */
    private static String above(boolean[] merged, int[] widths) {
        StringBuilder line = new StringBuilder(merged[0] ? "│" : "├");
        for (int i = 0; i < widths.length; i++) {
            line.append((merged[i] ? " " : "─").repeat(widths[i] + 2));
            boolean right = i < widths.length - 1 && !merged[i + 1];
            if (i == widths.length - 1) {
                line.append(merged[i] ? "│" : "┤");
            } else if (merged[i]) {
                line.append(right ? "├" : "│");
            } else {
                line.append(right ? "┼" : "┤");
            }
        }
        return line.toString();
    }
}
