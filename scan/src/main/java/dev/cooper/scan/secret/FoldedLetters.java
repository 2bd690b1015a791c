package dev.cooper.scan.secret;

import java.util.ArrayList;
import java.util.List;

/**
 * Some letters have a capital whose small letter is another one. The engine of expressions looks
 * for their other forms without an end where case makes no difference.
 */
final class FoldedLetters {
    private static final int FIRST = 0x1c80;
    private static final int LAST = 0x1c88;
    private static final int LONGEST = 8;

    private FoldedLetters() {}

    /** Whether compiling an expression may never end; rather true than false. */
    static boolean hasEndless(String expression) {
        if (!isFolded(expression)) {
            return false;
        }
        List<Integer> letters = letters(expression);
        for (int i = 0; i < letters.size(); i++) {
            int letter = letters.get(i);
            boolean isRange =
                    letter == '-'
                            && i > 0
                            && i + 1 < letters.size()
                            && letters.get(i - 1) <= LAST
                            && letters.get(i + 1) >= FIRST;
            if (isRange || (letter >= FIRST && letter <= LAST)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there are flags such as {@code (?i)}. */
    private static boolean isFolded(String expression) {
        for (int at = expression.indexOf("(?"); at >= 0; at = expression.indexOf("(?", at + 1)) {
            int end = at + 2;
            while (end < expression.length() && isFlag(expression.charAt(end))) {
                if (expression.charAt(end) == 'i') {
                    return true;
                }
                end++;
            }
        }
        return false;
    }

    private static boolean isFlag(char c) {
        return c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** The letters that it names, whether as they are or as {@code \\x{1c80}}. */
    private static List<Integer> letters(String expression) {
        List<Integer> letters = new ArrayList<>();
        int at = 0;
        while (at < expression.length()) {
            int end = expression.startsWith("\\x{", at) ? expression.indexOf('}', at) : -1;
            int number = end < 0 ? -1 : number(expression.substring(at + 3, end));
            if (number >= 0) {
                letters.add(number);
                at = end + 1;
            } else {
                letters.add(expression.codePointAt(at));
                at += Character.charCount(expression.codePointAt(at));
            }
        }
        return letters;
    }

    private static int number(String hex) {
        if (hex.isEmpty() || hex.length() > LONGEST) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < hex.length(); i++) {
            int digit = Character.digit(hex.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }
}
