package dev.cooper.cli.progress;

/** Measures and cuts text by the columns it takes on a terminal. */
final class Columns {
    private static final int TAB = 8;

    private Columns() {}

    /** Text on the left, time on the right, exactly as wide as the terminal. */
    static String align(String left, String right, int width) {
        int room = Math.max(0, width - right.length() - (right.isEmpty() ? 0 : 1));
        String cut = cut(left, room);
        return right.isEmpty() ? cut : cut + " ".repeat(room - measure(cut)) + " " + right;
    }

    /** The beginning of a text that fits. */
    static String cut(String text, int width) {
        int columns = 0;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            columns += measure(point);
            if (columns > width) {
                return text.substring(0, at);
            }
            at += Character.charCount(point);
        }
        return text;
    }

    /**
     * A line of output without escape sequences and control characters; what a line feed-less
     * progress bar overwrote is left out.
     */
    static String visible(String line) {
        StringBuilder text = new StringBuilder(line.length());
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '\u001b') {
                at = afterEscape(line, at);
            } else if (c == '\r') {
                text.setLength(0);
            } else if (c == '\t') {
                text.append(" ".repeat(TAB - text.length() % TAB));
            } else if (!Character.isISOControl(c)) {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static int afterEscape(String line, int at) {
        if (at >= line.length() || line.charAt(at) != '[') {
            return Math.min(line.length(), at + 1);
        }
        int end = at + 1;
        while (end < line.length() && (line.charAt(end) < '@' || line.charAt(end) > '~')) {
            end++;
        }
        return Math.min(line.length(), end + 1);
    }

    private static int measure(String text) {
        int columns = 0;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            columns += measure(point);
            at += Character.charCount(point);
        }
        return columns;
    }

    /** Ideographs, Hangul, wide forms and emoji take two columns, marks none. */
    private static int measure(int point) {
        if (point < 0x300) {
            return 1;
        }
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide =
                (point >= 0x1100 && point <= 0x115f)
                        || (point >= 0x2e80 && point <= 0xa4cf)
                        || (point >= 0xac00 && point <= 0xd7a3)
                        || (point >= 0xf900 && point <= 0xfaff)
                        || (point >= 0xfe30 && point <= 0xfe6f)
                        || (point >= 0xff00 && point <= 0xff60)
                        || (point >= 0x1f300 && point <= 0x1faff)
                        || (point >= 0x20000 && point <= 0x3fffd);
        return wide ? 2 : 1;
    }
}
