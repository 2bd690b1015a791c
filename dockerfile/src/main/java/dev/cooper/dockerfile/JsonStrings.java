package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a text is a JSON array of strings.
 *
 * <p>A text that is no JSON array at all is not an error: it is the shell form of an instruction.
 */
final class JsonStrings {
    /** Deeper arrays are taken for text: they could not be valid anyway. */
    private static final int MAX_DEPTH = 64;

    private final String text;
    private int position;
    private boolean onlyStrings = true;

    private JsonStrings(String text) {
        this.text = text;
    }

    /** Valid JSON, but with something else than strings in the array. */
    static final class NotOnlyStrings extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Reads an array of strings.
     *
     * @return empty when the text is not a JSON array
     * @throws NotOnlyStrings when it is one, with something else than strings in it
     */
    static Optional<List<String>> parse(String text) throws NotOnlyStrings {
        String trimmed = Blank.trim(text);
        if (!trimmed.startsWith("[")) {
            return Optional.empty();
        }
        JsonStrings reader = new JsonStrings(trimmed);
        List<String> out = new ArrayList<>();
        if (!reader.array(1, out) || !reader.atEnd()) {
            return Optional.empty();
        }
        if (!reader.onlyStrings) {
            throw new NotOnlyStrings();
        }
        return Optional.of(out);
    }

    private boolean array(int depth, List<String> strings) {
        position++;
        if (peek() == ']') {
            position++;
            return true;
        }
        while (true) {
            if (peek() == '"') {
                StringBuilder value = new StringBuilder();
                if (!string(value)) {
                    return false;
                }
                strings.add(value.toString());
            } else {
                onlyStrings &= depth > 1;
                if (!value(depth)) {
                    return false;
                }
            }
            char c = peek();
            position++;
            if (c == ']') {
                return true;
            }
            if (c != ',') {
                return false;
            }
        }
    }

    private boolean value(int depth) {
        if (depth > MAX_DEPTH) {
            return false;
        }
        return switch (peek()) {
            case '[' -> array(depth + 1, new ArrayList<>());
            case '{' -> object(depth + 1);
            case '"' -> string(new StringBuilder());
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        };
    }

    private boolean object(int depth) {
        position++;
        if (peek() == '}') {
            position++;
            return true;
        }
        while (true) {
            if (peek() != '"' || !string(new StringBuilder()) || peek() != ':') {
                return false;
            }
            position++;
            if (!value(depth)) {
                return false;
            }
            char c = peek();
            position++;
            if (c == '}') {
                return true;
            }
            if (c != ',') {
                return false;
            }
        }
    }

    private boolean literal(String word) {
        boolean matches = text.startsWith(word, position);
        position += word.length();
        return matches;
    }

    private boolean number() {
        if (position < text.length() && text.charAt(position) == '-') {
            position++;
        }
        int start = position;
        if (!digits() || (text.charAt(start) == '0' && position > start + 1)) {
            return false;
        }
        if (position < text.length() && text.charAt(position) == '.') {
            position++;
            if (!digits()) {
                return false;
            }
        }
        if (position < text.length() && "eE".indexOf(text.charAt(position)) >= 0) {
            position++;
            if (position < text.length() && "+-".indexOf(text.charAt(position)) >= 0) {
                position++;
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int start = position;
        while (position < text.length()
                && text.charAt(position) >= '0'
                && text.charAt(position) <= '9') {
            position++;
        }
        return position > start;
    }

    private boolean string(StringBuilder out) {
        position++;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return true;
            }
            if (c < ' ') {
                return false;
            }
            if (c != '\\') {
                out.append(c);
            } else if (!escape(out)) {
                return false;
            }
        }
        return false;
    }

    private boolean escape(StringBuilder out) {
        if (position >= text.length()) {
            return false;
        }
        char c = text.charAt(position++);
        if (c == 'u') {
            return unicode(out);
        }
        int index = "\"\\/bfnrt".indexOf(c);
        if (index < 0) {
            return false;
        }
        out.append("\"\\/\b\f\n\r\t".charAt(index));
        return true;
    }

    private boolean unicode(StringBuilder out) {
        if (position + 4 > text.length()) {
            return false;
        }
        int code = 0;
        for (int end = position + 4; position < end; position++) {
            int digit = Character.digit(text.charAt(position), 16);
            if (digit < 0 || text.charAt(position) > 0x7F) {
                return false;
            }
            code = code * 16 + digit;
        }
        out.append((char) code);
        return true;
    }

    /** The next character that is not white space; 0 at the end. */
    private char peek() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : 0;
    }

    private boolean atEnd() {
        return peek() == 0 && position >= text.length();
    }
}
