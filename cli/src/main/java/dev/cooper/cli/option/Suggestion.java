package dev.cooper.cli.option;

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
                    candidate.startsWith(word) && word.length() > 1 ? 1 : distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : " (did you mean " + prefix + best + "?)";
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
