package dev.cooper.scan.version;

import java.util.Comparator;

/**
 * Semantic Versioning 2.0.0, more generous: any number of numbers, those left out are 0, a {@code
 * v} before them, no build metadata.
 */
final class SemanticVersions implements Comparator<String> {
    @Override
    public int compare(String one, String other) {
        return compare(one, other, false);
    }

    static int compare(String one, String other, boolean ignoreCase) {
        String a = plain(one);
        String b = plain(other);
        int byNumbers = numbers(core(a), core(b));
        return byNumbers != 0 ? byNumbers : pre(release(a), release(b), ignoreCase);
    }

    private static String plain(String version) {
        String text = version.strip();
        int plus = text.indexOf('+');
        text = plus < 0 ? text : text.substring(0, plus);
        int start = 0;
        while (start < text.length() - 1
                && (text.charAt(start) == 'v' || text.charAt(start) == '=')) {
            start++;
        }
        return text.substring(start);
    }

    private static String core(String version) {
        int hyphen = version.indexOf('-');
        return hyphen < 0 ? version : version.substring(0, hyphen);
    }

    private static String release(String version) {
        int hyphen = version.indexOf('-');
        return hyphen < 0 ? "" : version.substring(hyphen + 1);
    }

    private static int numbers(String one, String other) {
        String[] a = one.split("\\.", -1);
        String[] b = other.split("\\.", -1);
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            String x = i < a.length ? a[i] : "0";
            String y = i < b.length ? b[i] : "0";
            int difference = Digits.are(x) && Digits.are(y) ? Digits.compare(x, y) : x.compareTo(y);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** What comes before a release is older than it; numbers are older than texts. */
    private static int pre(String one, String other, boolean ignoreCase) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        String[] a = one.split("\\.", -1);
        String[] b = other.split("\\.", -1);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int difference = identifier(a[i], b[i], ignoreCase);
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    private static int identifier(String one, String other, boolean ignoreCase) {
        boolean oneNumber = Digits.are(one);
        if (oneNumber != Digits.are(other)) {
            return oneNumber ? -1 : 1;
        }
        if (oneNumber) {
            return Digits.compare(one, other);
        }
        return ignoreCase ? one.compareToIgnoreCase(other) : one.compareTo(other);
    }
}
