package dev.cooper.policy.rego;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.rego.Token.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes a module apart into words. */
final class Lexer {
    private static final int MOST_TOKENS = 200_000;
    private static final Set<String> DOUBLE = Set.of(":=", "==", "!=", "<=", ">=");
    private static final String SINGLE = "=<>+-*/%|&()[]{},;:.";

    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineBegin;
    private boolean spaced = true;

    private Lexer(String file, String text) {
        this.file = file;
        this.text = text;
    }

    static List<Token> tokens(String file, String text) {
        Lexer lexer = new Lexer(file, text);
        while (lexer.skip()) {
            if (lexer.tokens.size() > MOST_TOKENS) {
                throw lexer.here().wrong("the module is too long");
            }
            lexer.next();
        }
        lexer.tokens.add(new Token(Kind.END, "", lexer.here(), true));
        return lexer.tokens;
    }

    private Place here() {
        return new Place(file, line, at - lineBegin + 1);
    }

    /** Skips space and remarks; false at the end. */
    private boolean skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == '\n') {
                at++;
                line++;
                lineBegin = at;
            } else if (c == ' ' || c == '\t' || c == '\r' || (c == '\uFEFF' && at == 0)) {
                at++;
            } else {
                return true;
            }
            spaced = true;
        }
        return false;
    }

    private void next() {
        char c = text.charAt(at);
        Place place = here();
        if (isLetter(c)) {
            add(Kind.NAME, place, span());
        } else if (isDigit(c)) {
            add(Kind.NUMBER, place, number(place));
        } else if (c == '"') {
            add(Kind.STRING, place, quoted(place));
        } else if (c == '`') {
            add(Kind.STRING, place, raw(place));
        } else if (at + 2 <= text.length() && DOUBLE.contains(text.substring(at, at + 2))) {
            at += 2;
            add(Kind.SIGN, place, text.substring(at - 2, at));
        } else if (SINGLE.indexOf(c) >= 0) {
            at++;
            add(Kind.SIGN, place, String.valueOf(c));
        } else {
            throw place.wrong("the character '" + c + "' is not part of the language");
        }
    }

    private void add(Kind kind, Place place, String word) {
        tokens.add(new Token(kind, word, place, spaced));
        spaced = false;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private String span() {
        int from = at;
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        return text.substring(from, at);
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private boolean isAt(String any, int offset) {
        return at + offset < text.length() && any.indexOf(text.charAt(at + offset)) >= 0;
    }

    private String number(Place place) {
        int from = at;
        digits();
        if (isAt(".", 0) && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            at++;
            digits();
        }
        if (isAt("eE", 0)) {
            at += isAt("+-", 1) ? 2 : 1;
            int exponent = at;
            digits();
            if (at == exponent || at - exponent > 4) {
                throw place.wrong("this is no number");
            }
        }
        boolean zero = text.charAt(from) == '0' && from + 1 < at && isDigit(text.charAt(from + 1));
        if (zero || (at < text.length() && isLetter(text.charAt(at)))) {
            throw place.wrong("this is no number");
        }
        return text.substring(from, at);
    }

    private String quoted(Place place) {
        int from = at++;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length() || text.charAt(at) != '"') {
            throw place.wrong("the string has no end");
        }
        at++;
        try {
            return String.valueOf(Json.parse(text.substring(from, at)));
        } catch (SyntaxException _) {
            throw place.wrong("this is no string; a backslash in it is written twice");
        }
    }

    private String raw(Place place) {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
            throw place.wrong("the string has no end");
        }
        String inside = text.substring(at + 1, end);
        for (int i = at; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineBegin = i + 1;
            }
        }
        at = end + 1;
        return inside;
    }
}
