package dev.cooper.policy.cel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads a string or bytes between quotes. */
final class StringLiteral {
    private final String text;
    private final boolean raw;
    private final boolean bytes;
    private final StringBuilder characters = new StringBuilder();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private int at;

    /** Begins at the first quote. */
    StringLiteral(String text, int at, boolean raw, boolean bytes) {
        this.text = text;
        this.at = at;
        this.raw = raw;
        this.bytes = bytes;
    }

    /** Where the literal has ended. */
    int end() {
        return at;
    }

    Object read() {
        int begin = at;
        String one = text.substring(at, at + 1);
        String quote = text.startsWith(one.repeat(3), at) ? one.repeat(3) : one;
        at += quote.length();
        while (!text.startsWith(quote, at)) {
            boolean ends =
                    at >= text.length() || (quote.length() == 1 && isLineEnd(text.charAt(at)));
            if (ends) {
                throw Lexer.wrong("the string that begins here does not end", begin);
            }
            if (text.charAt(at) == '\\' && !raw) {
                escape();
            } else {
                int c = text.codePointAt(at);
                at += Character.charCount(c);
                add(c);
            }
        }
        at += quote.length();
        return bytes ? new Bytes(octets.toByteArray()) : characters.toString();
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private void add(int codePoint) {
        if (bytes) {
            octets.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        } else {
            characters.appendCodePoint(codePoint);
        }
    }

    private void escape() {
        int begin = at++;
        char c = at < text.length() ? text.charAt(at++) : '\0';
        switch (c) {
            case 'a' -> add(7);
            case 'b' -> add('\b');
            case 'f' -> add('\f');
            case 'n' -> add('\n');
            case 'r' -> add('\r');
            case 't' -> add('\t');
            case 'v' -> add(11);
            case '\\', '\'', '"', '`', '?' -> add(c);
            case 'x', 'X' -> code(2, 16, begin);
            case 'u' -> unicode(4, begin);
            case 'U' -> unicode(8, begin);
            case '0', '1', '2', '3' -> {
                at--;
                code(3, 8, begin);
            }
            default -> throw Lexer.wrong("there is no such escape", begin);
        }
    }

    /** An octet of bytes, a character of a string. */
    private void code(int digits, int radix, int begin) {
        int value = value(digits, radix, begin);
        if (bytes) {
            octets.write(value);
        } else {
            characters.appendCodePoint(value);
        }
    }

    private void unicode(int digits, int begin) {
        int value = value(digits, 16, begin);
        if (bytes || value > Character.MAX_CODE_POINT || (value >= 0xd800 && value < 0xe000)) {
            throw Lexer.wrong("there is no such character here", begin);
        }
        characters.appendCodePoint(value);
    }

    private int value(int digits, int radix, int begin) {
        try {
            int value = Integer.parseUnsignedInt(text, at, at + digits, radix);
            at += digits;
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException _) {
            // said below
        }
        throw Lexer.wrong("want " + digits + " digits", begin);
    }
}
