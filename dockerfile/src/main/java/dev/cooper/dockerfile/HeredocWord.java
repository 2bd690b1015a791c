package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code <<WORD} of a heredoc, found in an instruction.
 *
 * @param quoted true when some part of the word is quoted: the body is literal
 * @param start where it begins in the text, its file descriptor included
 * @param end the position behind it
 */
record HeredocWord(
        String name, int fileDescriptor, boolean chomp, boolean quoted, int start, int end) {
    /** What ends an unquoted word in a shell besides blanks. */
    private static final String SHELL_OPERATORS = ";&|()<>";

    Heredoc withBody(String content) {
        return new Heredoc(name, fileDescriptor, !quoted, chomp, content);
    }

    /** Reads a word of COPY or ADD; empty when it is not a heredoc. */
    static Optional<HeredocWord> of(String word) {
        Optional<HeredocWord> found = at(word, 0, "");
        return found.filter(heredoc -> heredoc.end() == word.length());
    }

    /**
     * Finds the heredocs of a shell command.
     *
     * <p>Quoted text, comments and arithmetic have none. A text whose quotes do not match has none
     * either.
     */
    static List<HeredocWord> in(String command) {
        List<HeredocWord> found = new ArrayList<>();
        int arithmetic = 0;
        boolean wordStart = true;
        int i = 0;
        while (i < command.length()) {
            char c = command.charAt(i);
            if (c == '\'' || c == '"') {
                i = closingQuote(command, i);
                if (i < 0) {
                    return List.of();
                }
                wordStart = false;
            } else if (c == '\\') {
                i++;
                wordStart = false;
            } else if (command.startsWith("((", i) || command.startsWith("))", i)) {
                arithmetic = Math.max(0, arithmetic + (c == '(' ? 1 : -1));
                i++;
                wordStart = false;
            } else if (c == '#' && wordStart) {
                return found;
            } else if (wordStart && arithmetic == 0) {
                Optional<HeredocWord> heredoc = at(command, i, SHELL_OPERATORS);
                if (heredoc.isPresent()) {
                    found.add(heredoc.get());
                    i = heredoc.get().end();
                    continue;
                }
                wordStart = isBoundary(c);
            } else {
                wordStart = isBoundary(c);
            }
            i++;
        }
        return found;
    }

    private static boolean isBoundary(char c) {
        return Blank.is(c) || ";&|(".indexOf(c) >= 0;
    }

    private static int closingQuote(String text, int start) {
        char quote = text.charAt(start);
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            i += quote == '"' && text.charAt(i) == '\\' ? 2 : 1;
        }
        return i < text.length() ? i : -1;
    }

    private static Optional<HeredocWord> at(String text, int start, String operators) {
        int i = start;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        if (i - start > 4 || !text.startsWith("<<", i) || text.startsWith("<<<", i)) {
            return Optional.empty();
        }
        int descriptor = i == start ? 0 : Integer.parseInt(text.substring(start, i));
        i += 2;
        boolean chomp = i < text.length() && text.charAt(i) == '-';
        if (chomp) {
            i++;
        }
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return name(text, i, operators)
                .map(name ->
                        new HeredocWord(
                                name.text(), descriptor, chomp, name.quoted(), start, name.end()));
    }

    private record Name(String text, boolean quoted, int end) {}

    private static Optional<Name> name(String text, int start, String operators) {
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        int i = start;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Blank.is(c) || operators.indexOf(c) >= 0) {
                break;
            }
            if (c == '<') {
                return Optional.empty();
            }
            if (c == '\'' || c == '"') {
                int close = text.indexOf(c, i + 1);
                if (close < 0) {
                    return Optional.empty();
                }
                name.append(text, i + 1, close);
                quoted = true;
                i = close + 1;
            } else if (c == '\\' && i + 1 < text.length()) {
                name.append(text.charAt(i + 1));
                quoted = true;
                i += 2;
            } else {
                name.append(c);
                i++;
            }
        }
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new Name(name.toString(), quoted, i));
    }
}
