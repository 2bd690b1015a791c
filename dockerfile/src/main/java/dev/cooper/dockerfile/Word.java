package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** A piece of an instruction and where it begins in the joined line. */
record Word(String text, int offset) {

    /** Splits at blanks; quotes have no meaning. */
    static List<Word> split(Word rest) {
        List<Word> words = new ArrayList<>();
        String text = rest.text();
        int i = 0;
        while (i < text.length()) {
            int start = i;
            while (i < text.length() && !Blank.isSeparator(text.charAt(i))) {
                i++;
            }
            if (i > start) {
                words.add(new Word(text.substring(start, i), rest.offset() + start));
            }
            i++;
        }
        return words;
    }

    /** Splits at blanks that are neither quoted nor escaped; quotes and escapes stay. */
    static List<Word> splitQuoted(Word rest, char escape) {
        List<Word> words = new ArrayList<>();
        String text = rest.text();
        int i = Blank.skip(text, 0);
        while (i < text.length()) {
            int start = i;
            StringBuilder word = new StringBuilder();
            i = quotedWord(text, i, escape, word);
            if (!word.isEmpty()) {
                words.add(new Word(word.toString(), rest.offset() + start));
            }
            i = Blank.skip(text, i);
        }
        return words;
    }

    private static int quotedWord(String text, int start, char escape, StringBuilder word) {
        char quote = 0;
        int i = start;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Blank.is(c)) {
                break;
            }
            if (c == escape && quote != '\'') {
                if (i + 1 == text.length()) {
                    continue; // an escape character at the very end escapes nothing
                }
                word.append(c).append(text.charAt(++i));
                continue;
            }
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            word.append(c);
        }
        return i;
    }

    /** The text from a position on, without blanks around it. */
    Word from(int position) {
        int start = Blank.skip(text, position);
        return new Word(Blank.trim(text.substring(start)), offset + start);
    }
}
