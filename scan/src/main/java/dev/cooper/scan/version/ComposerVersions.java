package dev.cooper.scan.version;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * PHP's {@code version_compare} over versions as Composer writes them: runs of digits and of
 * letters, where dev, alpha, beta and RC come before a release, and p after it.
 */
final class ComposerVersions implements Comparator<String> {
    @Override
    public int compare(String one, String other) {
        List<String> a = parts(one);
        List<String> b = parts(other);
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            // A number that is left out is 0 for Composer, which fills versions up.
            String x = i < a.size() ? a.get(i) : filler(b.get(i));
            String y = i < b.size() ? b.get(i) : filler(a.get(i));
            int difference =
                    Digits.are(x) && Digits.are(y)
                            ? Digits.compare(x, y)
                            : Integer.compare(rank(x), rank(y));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static String filler(String other) {
        return Digits.are(other) ? "0" : "#";
    }

    private static List<String> parts(String version) {
        String text = version.strip().toLowerCase(Locale.ROOT);
        text = text.startsWith("v") ? text.substring(1) : text;
        int plus = text.indexOf('+');
        text = plus < 0 ? text : text.substring(0, plus);
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = Digits.end(text, at);
            while (end == at || end < text.length() && !Digits.is(text.charAt(at)) && isLetter(text.charAt(end))) {
                end++;
            }
            String part = text.substring(at, end);
            if (isLetter(part.charAt(0)) || Digits.is(part.charAt(0))) {
                parts.add(part);
            }
            at = end;
        }
        return parts;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static int rank(String part) {
        return switch (part) {
            case "dev" -> 0;
            case "alpha", "a" -> 1;
            case "beta", "b" -> 2;
            case "rc", "c" -> 3;
            case "#" -> 4;
            case "pl", "p", "patch" -> Digits.are(part) ? 5 : 6;
            default -> Digits.are(part) ? 5 : -1;
        };
    }
}
