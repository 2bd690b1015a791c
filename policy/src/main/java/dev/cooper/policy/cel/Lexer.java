package dev.cooper.policy.cel;

import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into words. */
final class Lexer {
    private static final List<String> LONG_SIGNS = List.of("==", "!=", "<=", ">=", "&&", "||");
    private static final String SHORT_SIGNS = "+-*/%<>!?:.,()[]{}";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.skipBlanks()) {
            lexer.next();
        }
        lexer.add(Token.Kind.END, "", null, text.length());
        return lexer.tokens;
    }

    private void add(Token.Kind kind, String word, @Nullable Object value, int begin) {
        tokens.add(new Token(kind, word, value, begin));
    }

    private boolean skipBlanks() {
        while (at < text.length()) {
            if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (" \t\r\n\f".indexOf(text.charAt(at)) >= 0) {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void next() {
        int begin = at;
        char c = text.charAt(at);
        int prefix = stringPrefix();
        if (prefix >= 0) {
            String flags = text.substring(at, at + prefix).toLowerCase(java.util.Locale.ROOT);
            StringLiteral literal =
                    new StringLiteral(
                            text, at + prefix, flags.indexOf('r') >= 0, flags.indexOf('b') >= 0);
            add(Token.Kind.LITERAL, "", literal.read(), begin);
            at = literal.end();
        } else if (isNameStart(c)) {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
            add(Token.Kind.NAME, text.substring(begin, at), null, begin);
        } else if (c == '`') {
            int end = text.indexOf('`', at + 1);
            if (end < 0) {
                throw wrong("the name that begins here does not end", begin);
            }
            at = end + 1;
            add(Token.Kind.QUOTED_NAME, text.substring(begin + 1, end), null, begin);
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            add(Token.Kind.LITERAL, "", number(), begin);
        } else {
            sign(begin);
        }
    }

    private void sign(int begin) {
        for (String sign : LONG_SIGNS) {
            if (text.startsWith(sign, at)) {
                at += 2;
                add(Token.Kind.SIGN, sign, null, begin);
                return;
            }
        }
        if (SHORT_SIGNS.indexOf(text.charAt(at)) < 0) {
            throw wrong("the character '" + text.charAt(at) + "' means nothing", at);
        }
        add(Token.Kind.SIGN, text.substring(at, ++at), null, begin);
    }

    /** How long the letters before a quote are, at most two; -1 when here begins no string. */
    private int stringPrefix() {
        for (int length = 0; length <= 2 && at + length < text.length(); length++) {
            char c = text.charAt(at + length);
            if (c == '"' || c == '\'') {
                return length;
            }
            if ("rRbB".indexOf(c) < 0) {
                return -1;
            }
        }
        return -1;
    }

    private Object number() {
        int begin = at;
        if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
            at += 2;
            while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0) {
                at++;
            }
            return integer(text.substring(begin + 2, at), 16, begin);
        }
        digits();
        boolean real = false;
        if (peek(0) == '.' && isDigit(peek(1))) {
            real = true;
            at++;
            digits();
        }
        if (peek(0) == 'e' || peek(0) == 'E') {
            int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
            if (isDigit(peek(1 + sign))) {
                real = true;
                at += 1 + sign;
                digits();
            }
        }
        String digits = text.substring(begin, at);
        return real ? (Object) Double.valueOf(digits) : integer(digits, 10, begin);
    }

    private Object integer(String digits, int radix, int begin) {
        try {
            if (peek(0) == 'u' || peek(0) == 'U') {
                at++;
                return new Uint(Long.parseUnsignedLong(digits, radix));
            }
            // The least of all has no positive twin; the parser puts its sign before it.
            return radix == 10 && digits.equals("9223372036854775808")
                    ? Parser.LEAST
                    : Long.parseLong(digits, radix);
        } catch (NumberFormatException _) {
            throw wrong("the number is too large", begin);
        }
    }

    private void digits() {
        while (isDigit(peek(0))) {
            at++;
        }
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    static SyntaxException wrong(String why, int at) {
        return new SyntaxException("the expression, character " + (at + 1) + ": " + why);
    }
}
