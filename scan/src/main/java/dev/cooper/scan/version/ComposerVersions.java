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
    private static final int NUMBERS = 4;

    /** Where a number stands among the words. */
    private static final int NUMBER = 4;

    @Override
    public int compare(String one, String other) {
        List<String> a = normal(one);
        List<String> b = normal(other);
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            int difference;
            if (i >= a.size()) {
                difference = -goingOn(b.get(i));
            } else if (i >= b.size()) {
                difference = goingOn(a.get(i));
            } else {
                difference = part(a.get(i), b.get(i));
            }
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int part(String one, String other) {
        return Digits.are(one) && Digits.are(other)
                ? Digits.compare(one, other)
                : Integer.compare(rank(one), rank(other));
    }

    /** How a version that goes on stands to one that has ended. */
    private static int goingOn(String part) {
        return Digits.are(part) ? 1 : Integer.compare(rank(part), NUMBER);
    }

    /** Four numbers, then what is said of the stage; that it is stable is not said. */
    private static List<String> normal(String version) {
        List<String> normal = new ArrayList<>();
        List<String> rest = parts(version);
        int numbers = 0;
        while (numbers < rest.size() && Digits.are(rest.get(numbers))) {
            normal.add(rest.get(numbers++));
        }
        while (normal.size() < NUMBERS) {
            normal.add("0");
        }
        rest.subList(numbers, rest.size()).stream()
                .takeWhile(part -> !part.equals("stable"))
                .forEach(normal::add);
        return normal;
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
            if (end == at) {
                while (end < text.length() && isLetter(text.charAt(end))) {
                    end++;
                }
            }
            if (end > at) {
                parts.add(text.substring(at, end));
            }
            at = Math.max(end, at + 1);
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
            case "rc" -> 3;
            case "patch", "pl", "p" -> NUMBER + 1;
            default -> Digits.are(part) ? NUMBER : -1;
        };
    }
}
