package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One walk over a text: quotes, escapes and {@code $} expressions.
 *
 * <p>Behaves as BuildKit's shell lexer does, save for the cases in docs/decisions.
 */
final class ShellWord {
    /** Deeper nesting of ${} is refused: nobody writes it, and each level costs stack. */
    private static final int MAX_DEPTH = 50;

    /** Longer results are refused, so that "ENV a=$a$a" a hundred times ends in time. */
    private static final int MAX_LENGTH = 1 << 20;

    private static final int NONE = -1;

    private final Expansion expansion;
    private final String source;
    private final char escape;
    private final boolean quotes;
    private int position;
    private int depth;

    ShellWord(Expansion expansion, String source, char escape, boolean quotes) {
        this.expansion = expansion;
        this.source = source;
        this.escape = escape;
        this.quotes = quotes;
    }

    /** The expanded text, and the same split at unquoted blanks. */
    static final class Result {
        private final StringBuilder text = new StringBuilder();
        private final List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();

        String text() {
            return text.toString();
        }

        List<String> words() {
            return List.copyOf(words);
        }

        private void splittable(String part) {
            text.append(part);
            for (int i = 0; i < part.length(); i++) {
                char c = part.charAt(i);
                if (!Blank.is(c)) {
                    word.append(c);
                } else {
                    endWord();
                }
            }
            check();
        }

        private void whole(String part) {
            text.append(part);
            word.append(part);
            check();
        }

        private void endWord() {
            if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }

        private void check() {
            if (text.length() > MAX_LENGTH) {
                throw new SyntaxException(
                        "a value grows beyond " + MAX_LENGTH + " characters when expanded");
            }
        }
    }

    Result expandAll() {
        return until(NONE, false);
    }

    /**
     * Expands up to the stop character, which is consumed.
     *
     * @param keepEscapes leaves escape characters in the result: the text is a pattern
     */
    private Result until(int stop, boolean keepEscapes) {
        Result result = new Result();
        while (position < source.length()) {
            char c = source.charAt(position);
            if (c == stop) {
                position++;
                result.endWord();
                return result;
            }
            if (c == '$') {
                result.splittable(dollar());
            } else if (quotes && c == '\'') {
                result.whole(singleQuoted());
            } else if (quotes && c == '"') {
                result.whole(doubleQuoted(keepEscapes));
            } else if (c == escape) {
                result.whole(escaped(keepEscapes));
            } else {
                position++;
                result.splittable(String.valueOf(c));
            }
        }
        if (stop != NONE) {
            throw new SyntaxException(
                    "'" + (char) stop + "' is missing in the substitution " + quote(source));
        }
        result.endWord();
        return result;
    }

    private String escaped(boolean keepEscapes) {
        position++;
        String kept = keepEscapes ? String.valueOf(escape) : "";
        if (position >= source.length()) {
            return kept;
        }
        return kept + source.charAt(position++);
    }

    private String singleQuoted() {
        int end = source.indexOf('\'', position + 1);
        if (end < 0) {
            throw new SyntaxException("a closing single quote (') is missing in " + quote(source));
        }
        String text = source.substring(position + 1, end);
        position = end + 1;
        return text;
    }

    private String doubleQuoted(boolean keepEscapes) {
        StringBuilder out = new StringBuilder();
        position++;
        while (position < source.length()) {
            char c = source.charAt(position);
            if (c == '"') {
                position++;
                return out.toString();
            }
            if (c == '$') {
                out.append(dollar());
                continue;
            }
            position++;
            if (c == escape && position < source.length() && isEscapable(source.charAt(position))) {
                if (keepEscapes) {
                    out.append(c);
                }
                c = source.charAt(position++);
            }
            out.append(c);
        }
        throw new SyntaxException("a closing double quote (\") is missing in " + quote(source));
    }

    private boolean isEscapable(char c) {
        return c == '"' || c == '$' || c == escape;
    }

    private String dollar() {
        position++;
        if (position >= source.length() || source.charAt(position) != '{') {
            String name = name();
            return name.isEmpty() ? "$" : expansion.lookup(name).orElse("");
        }
        position++;
        if (++depth > MAX_DEPTH) {
            throw new SyntaxException(
                    "substitutions are nested more than "
                            + MAX_DEPTH
                            + " deep in "
                            + quote(source));
        }
        String value = braced();
        depth--;
        return value;
    }

    private String braced() {
        int start = position;
        String name = name();
        if (name.isEmpty()) {
            throw new SyntaxException(
                    position >= source.length()
                            ? "'}' is missing in the substitution " + quote(source)
                            : "bad substitution in " + quote(source) + ": no variable after ${");
        }
        char operator = next();
        switch (operator) {
            case '}':
                return expansion.lookup(name).orElse("");
            case '/':
                return replaced(name);
            case '#', '%':
                return trimmed(name, operator);
            case '-', '+', '?':
                return conditional(name, operator, false);
            case ':':
                operator = next();
                if (operator == '-' || operator == '+' || operator == '?') {
                    return conditional(name, operator, true);
                }
                break;
            default:
                break;
        }
        throw new SyntaxException(
                "unsupported modifier ("
                        + source.substring(start + name.length(), position)
                        + ") in the substitution of "
                        + name
                        + " in "
                        + quote(source));
    }

    private char next() {
        if (position >= source.length()) {
            throw new SyntaxException("'}' is missing in the substitution " + quote(source));
        }
        return source.charAt(position++);
    }

    private String conditional(String name, char operator, boolean emptyIsUnset) {
        String word = until('}', false).text();
        Optional<String> value = expansion.lookup(name);
        boolean set = value.isPresent() && !(emptyIsUnset && value.get().isEmpty());
        if (operator == '-') {
            return set ? value.get() : word;
        }
        if (operator == '+') {
            return set ? word : "";
        }
        if (set) {
            return value.get();
        }
        if (word.isEmpty()) {
            word = "is not allowed to be " + (value.isPresent() ? "empty" : "unset");
        }
        throw new SyntaxException(name + ": " + word);
    }

    private String trimmed(String name, char operator) {
        String pattern = until('}', true).text();
        boolean longest = !pattern.isEmpty() && pattern.charAt(0) == operator;
        ShellPattern compiled = ShellPattern.parse(longest ? pattern.substring(1) : pattern);
        String value = expansion.lookup(name).orElse("");
        return operator == '#'
                ? compiled.trimPrefix(value, longest)
                : compiled.trimSuffix(value, longest);
    }

    private String replaced(String name) {
        boolean all = position < source.length() && source.charAt(position) == '/';
        if (all) {
            position++;
        }
        ShellPattern pattern = ShellPattern.parse(until('/', true).text());
        String replacement = until('}', true).text();
        return pattern.replace(expansion.lookup(name).orElse(""), replacement, all, MAX_LENGTH);
    }

    /** Reads a variable's name: letters, digits and _, or a number, or one special character. */
    private String name() {
        int start = position;
        if (start >= source.length()) {
            return "";
        }
        char first = source.charAt(start);
        if (Character.isDigit(first)) {
            while (position < source.length() && Character.isDigit(source.charAt(position))) {
                position++;
            }
        } else if ("@*#?-$!".indexOf(first) >= 0) {
            position++;
        } else {
            while (position < source.length() && isNamePart(source.charAt(position))) {
                position++;
            }
        }
        return source.substring(start, position);
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static String quote(String text) {
        return '"' + (text.length() > 80 ? text.substring(0, 80) + "..." : text) + '"';
    }
}
