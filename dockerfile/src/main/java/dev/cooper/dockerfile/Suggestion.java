package dev.cooper.dockerfile;

import dev.cooper.oci.EditDistance;

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
            int distance = EditDistance.between(wanted, option.toLowerCase(Locale.ROOT));
            // A short word is near to everything: at least half of it must be right.
            if (distance < bestDistance && distance * 2 <= Math.max(option.length(), 2)) {
                best = option;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }
}
