package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.Arrays;

/**
 * The pattern of {@code ${x#p}}, {@code ${x%p}} and {@code ${x/p/r}}: {@code *} and {@code ?} are
 * wild, a backslash makes them plain.
 *
 * <p>Matching keeps the set of pattern positions that are possible after each character, so its
 * time is the product of both lengths whatever the pattern.
 */
final class ShellPattern {
    private static final int ANY = -1;
    private static final int STAR = -2;

    /** There is no match here. */
    private static final int NO_MATCH = -1;

    /** There is no match here and none further on: a star has tried all that follows. */
    private static final int HOPELESS = -2;

    private final int[] tokens;
    private final int firstStar;

    private ShellPattern(int[] tokens) {
        this.tokens = tokens;
        int star = 0;
        while (star < tokens.length && tokens[star] != STAR) {
            star++;
        }
        this.firstStar = star;
    }

    static ShellPattern parse(String pattern) {
        int[] tokens = new int[pattern.length()];
        int count = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                tokens[count++] = STAR;
            } else if (c == '?') {
                tokens[count++] = ANY;
            } else if (c == '\\') {
                i++;
                if (i >= pattern.length() || "*?\\/}".indexOf(pattern.charAt(i)) < 0) {
                    String what = i < pattern.length() ? pattern.substring(i, i + 1) : "";
                    throw new SyntaxException(
                            "invalid escape '\\"
                                    + what
                                    + "' in the pattern \""
                                    + pattern
                                    + "\": only *, ?, \\, / and } can be escaped");
                }
                tokens[count++] = pattern.charAt(i);
            } else {
                tokens[count++] = c;
            }
        }
        return new ShellPattern(Arrays.copyOf(tokens, count));
    }

    /** Cuts the shortest or longest match off the front. */
    String trimPrefix(String value, boolean longest) {
        int end = end(value, 0, longest);
        return end < 0 ? value : value.substring(end);
    }

    /** Cuts the shortest or longest match off the end. */
    String trimSuffix(String value, boolean longest) {
        int[] mirrored = new int[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            mirrored[i] = tokens[tokens.length - 1 - i];
        }
        String reversed = reverse(value);
        int end = new ShellPattern(mirrored).end(reversed, 0, longest);
        return end < 0 ? value : value.substring(0, value.length() - end);
    }

    /** Replaces the first match, or all; matches are leftmost and as long as possible. */
    String replace(String value, String replacement, boolean all, int maxLength) {
        if (tokens.length == 0) {
            return value;
        }
        StringBuilder out = new StringBuilder();
        int start = 0;
        while (start <= value.length()) {
            int end = end(value, start, true);
            if (end == HOPELESS) {
                break;
            }
            if (end < 0 || (end == start && start == value.length() && start > 0)) {
                if (start < value.length()) {
                    out.append(value.charAt(start));
                }
                start++;
                continue;
            }
            out.append(replacement);
            if (out.length() > maxLength) {
                throw new SyntaxException(
                        "a value grows beyond " + maxLength + " characters when expanded");
            }
            start = end;
            if (!all || end == value.length()) {
                break;
            }
        }
        return start < value.length()
                ? out.append(value, start, value.length()).toString()
                : out.toString();
    }

    /** Where the match that begins at start ends; {@link #NO_MATCH} or {@link #HOPELESS}. */
    private int end(String value, int start, boolean longest) {
        boolean[] states = new boolean[tokens.length + 1];
        states[0] = true;
        skipStars(states);
        int best = states[tokens.length] ? start : NO_MATCH;
        for (int i = start; i < value.length() && (longest || best < 0); i++) {
            if (!step(states, value.charAt(i))) {
                break;
            }
            if (states[tokens.length]) {
                best = i + 1;
            }
        }
        boolean starReached = firstStar < tokens.length && states[firstStar];
        return best < 0 && starReached ? HOPELESS : best;
    }

    /** Moves all states over one character; false when none is left. */
    private boolean step(boolean[] states, char c) {
        boolean alive = false;
        boolean carry = false;
        for (int i = 0; i <= tokens.length; i++) {
            boolean here = states[i];
            boolean stays = i < tokens.length && tokens[i] == STAR && here;
            states[i] = carry || stays;
            alive |= states[i];
            carry = here && i < tokens.length && (tokens[i] == ANY || tokens[i] == c);
        }
        skipStars(states);
        return alive;
    }

    private void skipStars(boolean[] states) {
        for (int i = 0; i < tokens.length; i++) {
            if (states[i] && tokens[i] == STAR) {
                states[i + 1] = true;
            }
        }
    }

    private static String reverse(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0, j = chars.length - 1; i < j; i++, j--) {
            char c = chars[i];
            chars[i] = chars[j];
            chars[j] = c;
        }
        return new String(chars);
    }
}
