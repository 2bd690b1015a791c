package dev.cooper.scan.version;

/** Numbers of any length, as texts of ASCII digits. */
final class Digits {
    private Digits() {}

    static boolean is(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether a text is one number. */
    static boolean are(String text) {
        return !text.isEmpty() && end(text, 0) == text.length();
    }

    /** Where the digits that begin at an index end. */
    static int end(String text, int from) {
        int end = Math.min(from, text.length());
        while (end < text.length() && is(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Compares by value; no digits at all count as 0. */
    static int compare(String one, String other) {
        String a = withoutZeros(one);
        String b = withoutZeros(other);
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    private static String withoutZeros(String digits) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }
}
