package dev.cooper.cli.option;

import dev.cooper.oci.EditDistance;

import java.util.List;

/** Finds the word that the user probably meant. */
public final class Suggestion {
    private Suggestion() {}

    /**
     * A hint for a word that is not known.
     *
     * @param word what was written
     * @param known the words that exist
     * @param prefix written before the suggestion, for instance two dashes
     * @return {@code " (did you mean --tag?)"}, or an empty string when nothing is near
     */
    public static String of(String word, List<String> known, String prefix) {
        String best = "";
        int least = Math.max(1, Math.min(3, word.length() / 2)) + 1;
        for (String candidate : known) {
            int distance =
                    candidate.startsWith(word) && word.length() > 1
                            ? 1
                            : EditDistance.between(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : " (did you mean " + prefix + best + "?)";
    }
}
