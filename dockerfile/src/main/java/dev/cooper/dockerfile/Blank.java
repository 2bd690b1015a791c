package dev.cooper.dockerfile;

/** What counts as white space, as the language defines it (Go's unicode.IsSpace). */
final class Blank {
    private Blank() {}

    static boolean is(char c) {
        return c == ' '
                || (c >= '\t' && c <= '\r')
                || c == 0x85
                || (c > 0x7F && Character.isSpaceChar(c));
    }

    /** What separates the words of FROM, COPY and others. */
    static boolean isSeparator(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == 0x0B;
    }

    /** The first position from start that is not blank, or the end. */
    static int skip(String text, int start) {
        int i = start;
        while (i < text.length() && is(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static String trim(String text) {
        int start = skip(text, 0);
        int end = text.length();
        while (end > start && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }
}
