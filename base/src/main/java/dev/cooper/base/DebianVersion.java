package dev.cooper.base;

import java.util.Comparator;

/**
 * Orders version numbers as Debian policy §5.6.12 says: epoch, upstream version, revision; runs of
 * digits by value, a tilde before everything, letters before other characters.
 */
final class DebianVersion {
    /** Oldest first. */
    static final Comparator<String> ORDER = DebianVersion::compare;

    private DebianVersion() {}

    /**
     * Compares two versions.
     *
     * @return negative when {@code a} is older, positive when it is newer, 0 when neither
     */
    static int compare(String a, String b) {
        int colonA = a.indexOf(':');
        int colonB = b.indexOf(':');
        int order = compareDigits(a, 0, Math.max(colonA, 0), b, 0, Math.max(colonB, 0));
        if (order != 0) {
            return order;
        }
        int dashA = a.lastIndexOf('-');
        int dashB = b.lastIndexOf('-');
        int endA = dashA > colonA ? dashA : a.length();
        int endB = dashB > colonB ? dashB : b.length();
        order = compareParts(a, colonA + 1, endA, b, colonB + 1, endB);
        if (order != 0) {
            return order;
        }
        return compareParts(
                a,
                Math.min(endA + 1, a.length()),
                a.length(),
                b,
                Math.min(endB + 1, b.length()),
                b.length());
    }

    private static int compareParts(String a, int i, int endA, String b, int j, int endB) {
        while (i < endA || j < endB) {
            while ((i < endA && !isDigit(a.charAt(i))) || (j < endB && !isDigit(b.charAt(j)))) {
                int order = Integer.compare(rank(a, i, endA), rank(b, j, endB));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int digitsA = endOfDigits(a, i, endA);
            int digitsB = endOfDigits(b, j, endB);
            int order = compareDigits(a, i, digitsA, b, j, digitsB);
            if (order != 0) {
                return order;
            }
            i = digitsA;
            j = digitsB;
        }
        return 0;
    }

    /** The end of the text and a digit rank alike: both end a run of other characters. */
    private static int rank(String text, int at, int end) {
        if (at >= end) {
            return 0;
        }
        char c = text.charAt(at);
        if (isDigit(c)) {
            return 0;
        }
        if (c == '~') {
            return -1;
        }
        boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return letter ? c : c + 256;
    }

    private static int endOfDigits(String text, int from, int end) {
        int i = Math.min(from, end);
        while (i < end && isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int compareDigits(String a, int i, int endA, String b, int j, int endB) {
        while (i < endA && a.charAt(i) == '0') {
            i++;
        }
        while (j < endB && b.charAt(j) == '0') {
            j++;
        }
        int order = Integer.compare(Math.max(0, endA - i), Math.max(0, endB - j));
        for (; order == 0 && i < endA; i++, j++) {
            order = Character.compare(a.charAt(i), b.charAt(j));
        }
        return order;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
