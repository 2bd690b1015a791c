package dev.cooper.dockerfile;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
public final class Suggestion {
    /** Words further apart than this are different words, not mistypings. */
    private static final int MAX_DISTANCE = 3;

    /** More options are not looked at: a hint is not worth seconds. */
    private static final int MAX_OPTIONS = 300;

    private Suggestion() {}

    /**
     * The option nearest to a word, ignoring case.
     *
     * @return empty when none is near, or the word itself is one of them
     */
    public static Optional<String> nearest(String word, Collection<String> options) {
        if (word.length() > 100) {
            return Optional.empty();
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        String best = "";
        int bestDistance = MAX_DISTANCE;
        int seen = 0;
        for (String option : options) {
            if (option.equals(word)) {
                return Optional.empty();
            }
            if (++seen > MAX_OPTIONS) {
                break;
            }
            if (Math.abs(option.length() - word.length()) >= MAX_DISTANCE) {
                continue;
            }
            int distance = distance(wanted, option.toLowerCase(Locale.ROOT));
            // A short word is near to everything: at least half of it must be right.
            if (distance < bestDistance && distance * 2 <= Math.max(option.length(), 2)) {
                best = option;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Levenshtein's distance, with two swapped neighbours counted once. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
