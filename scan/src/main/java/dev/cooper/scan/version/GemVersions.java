package dev.cooper.scan.version;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs of digits and of letters; letters are older than a number, trailing zeros are nothing. */
final class GemVersions implements Comparator<String> {
    @Override
    public int compare(String one, String other) {
        List<String> a = segments(one);
        List<String> b = segments(other);
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            String x = i < a.size() ? a.get(i) : "0";
            String y = i < b.size() ? b.get(i) : "0";
            boolean isNumber = Digits.are(x);
            if (isNumber != Digits.are(y)) {
                return isNumber ? 1 : -1;
            }
            int difference = isNumber ? Digits.compare(x, y) : x.compareTo(y);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /**
     * A hyphen begins a pre-release. Zeros before the first letters, and at the end, are dropped.
     */
    private static List<String> segments(String version) {
        String text = version.strip().replace("-", ".pre.");
        List<String> segments = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = Digits.end(text, at);
            if (end == at) {
                while (end < text.length() && isLetter(text.charAt(end))) {
                    end++;
                }
            }
            if (end > at) {
                segments.add(text.substring(at, end));
            }
            at = Math.max(end, at + 1);
        }
        int letters = 0;
        while (letters < segments.size() && Digits.are(segments.get(letters))) {
            letters++;
        }
        List<String> numbers = trimmed(segments.subList(0, letters));
        List<String> rest = trimmed(segments.subList(letters, segments.size()));
        List<String> canonical = new ArrayList<>(numbers);
        canonical.addAll(rest);
        return canonical;
    }

    private static List<String> trimmed(List<String> segments) {
        int end = segments.size();
        while (end > 0 && segments.get(end - 1).chars().allMatch(c -> c == '0')) {
            end--;
        }
        return segments.subList(0, end);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
