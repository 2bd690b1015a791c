package dev.cooper.scan.report;

import java.util.ArrayList;
import java.util.List;

/** How much room text takes on a terminal. */
final class TextWidth {
    private TextWidth() {}

    static int of(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            width += of(point);
            i += Character.charCount(point);
        }
        return width;
    }

    private static int of(int point) {
        if (point < 0x1100) {
            return Character.getType(point) == Character.NON_SPACING_MARK ? 0 : 1;
        }
        boolean wide =
                point <= 0x115F
                        || (point >= 0x2E80 && point <= 0xA4CF)
                        || (point >= 0xAC00 && point <= 0xD7A3)
                        || (point >= 0xF900 && point <= 0xFAFF)
                        || (point >= 0xFE30 && point <= 0xFE6F)
                        || (point >= 0xFF00 && point <= 0xFF60)
                        || (point >= 0x1F300 && point <= 0x1FAFF);
        return wide ? 2 : 1;
    }

    static String centred(String text, int width) {
        int space = Math.max(0, width - of(text));
        return " ".repeat(space / 2) + text + " ".repeat(space - space / 2);
    }

    /** The lines of a text, each not wider than this, broken at blanks where there are some. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.replace("\t", " ").split("\n", -1)) {
            String rest = paragraph.stripTrailing();
            while (of(rest) > width) {
                int cut = cut(rest, width);
                lines.add(rest.substring(0, cut).stripTrailing());
                rest = rest.substring(cut).stripLeading();
            }
            lines.add(rest);
        }
        return lines;
    }

    private static int cut(String text, int width) {
        int at = 0;
        int used = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            used += of(point);
            if (used > width) {
                break;
            }
            at += Character.charCount(point);
        }
        if (at < text.length() && text.charAt(at) == ' ') {
            return at;
        }
        int blank = text.lastIndexOf(' ', Math.max(0, at - 1));
        return blank > 0 ? blank : Math.max(1, at);
    }
}
