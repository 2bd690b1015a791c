package dev.cooper.scan.version;

import java.util.Comparator;

/**
 * {@code epoch:version-release} by {@code rpmvercmp}: runs of digits and of letters, what is
 * between them only keeps them apart. An epoch that one side does not name is taken to be the
 * other's, as source packages never name theirs.
 */
final class RpmVersions implements Comparator<String> {
    @Override
    public int compare(String one, String other) {
        int oneColon = one.indexOf(':');
        int otherColon = other.indexOf(':');
        if (oneColon >= 0 && otherColon >= 0) {
            int byEpoch =
                    Digits.compare(one.substring(0, oneColon), other.substring(0, otherColon));
            if (byEpoch != 0) {
                return byEpoch;
            }
        }
        String a = one.substring(oneColon + 1);
        String b = other.substring(otherColon + 1);
        int byVersion = part(version(a), version(b));
        if (byVersion != 0 || a.indexOf('-') < 0 || b.indexOf('-') < 0) {
            return byVersion;
        }
        return part(release(a), release(b));
    }

    private static String version(String text) {
        int hyphen = text.lastIndexOf('-');
        return hyphen < 0 ? text : text.substring(0, hyphen);
    }

    private static String release(String text) {
        return text.substring(text.lastIndexOf('-') + 1);
    }

    /** {@code rpmvercmp} itself. */
    static int part(String one, String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() || j < other.length()) {
            i = separatorsEnd(one, i);
            j = separatorsEnd(other, j);
            char a = i < one.length() ? one.charAt(i) : 0;
            char b = j < other.length() ? other.charAt(j) : 0;
            if (a == '~' || b == '~') {
                if (a != b) {
                    return a == '~' ? -1 : 1;
                }
                i++;
                j++;
                continue;
            }
            if (a == '^' || b == '^') {
                if (a != b) {
                    return caret(a, b);
                }
                i++;
                j++;
                continue;
            }
            if (a == 0 || b == 0) {
                break;
            }
            boolean number = Digits.is(a);
            int oneEnd = segmentEnd(one, i, number);
            int otherEnd = segmentEnd(other, j, number);
            if (otherEnd == j) {
                return number ? 1 : -1; // a number is newer than letters
            }
            String x = one.substring(i, oneEnd);
            String y = other.substring(j, otherEnd);
            int difference = number ? Digits.compare(x, y) : x.compareTo(y);
            if (difference != 0) {
                return difference;
            }
            i = oneEnd;
            j = otherEnd;
        }
        return Boolean.compare(i < one.length(), j < other.length());
    }

    /** A caret is newer than the end, older than anything else that goes on. */
    private static int caret(char a, char b) {
        if (a == 0) {
            return -1;
        }
        if (b == 0) {
            return 1;
        }
        return a == '^' ? -1 : 1;
    }

    private static int separatorsEnd(String text, int from) {
        int at = from;
        while (at < text.length() && !isPart(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isPart(char c) {
        return Digits.is(c) || isLetter(c) || c == '~' || c == '^';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static int segmentEnd(String text, int from, boolean number) {
        int end = from;
        while (end < text.length()
                && (number ? Digits.is(text.charAt(end)) : isLetter(text.charAt(end)))) {
            end++;
        }
        return end;
    }
}
