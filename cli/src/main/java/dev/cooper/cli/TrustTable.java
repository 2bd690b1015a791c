package dev.cooper.cli;

import java.util.List;

/** Columns as notary and docker print them: four blanks between them. */
final class TrustTable {
    private TrustTable() {}

    static String of(List<List<String>> rows) {
        return of(rows, 4);
    }

    /** With so many blanks between columns. */
    static String of(List<List<String>> rows, int blanks) {
        int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i));
                if (i + 1 < columns) {
                    line.repeat(' ', widths[i] - row.get(i).length() + blanks);
                }
            }
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
