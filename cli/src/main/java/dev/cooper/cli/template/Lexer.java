package dev.cooper.cli.template;

import java.util.ArrayList;
import java.util.List;

/** Cuts a template into tokens. */
final class Lexer {
    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int parentheses;

    Lexer(String source) {
        this.source = source;
    }

    List<Token> tokens() {
        boolean trimStart = false;
        while (true) {
            int open = source.indexOf("{{", at);
            String text = source.substring(at, open < 0 ? source.length() : open);
            int textAt = at;
            if (trimStart) {
                text = text.stripLeading();
            }
            if (open < 0) {
                addText(text, textAt);
                tokens.add(new Token(Token.Kind.END, "", source.length()));
                return tokens;
            }
            at = open + 2;
            boolean trimEnd =
                    at + 1 < source.length()
                            && source.charAt(at) == '-'
                            && isSpace(source.charAt(at + 1));
            if (trimEnd) {
                at += 2;
                text = text.stripTrailing();
            }
            addText(text, textAt);
            trimStart = comment() ? commentEnd(open) : action(open);
        }
    }

    private void addText(String text, int position) {
        if (!text.isEmpty()) {
            tokens.add(new Token(Token.Kind.TEXT, text, position));
        }
    }

    private boolean comment() {
        return source.startsWith("/*", at);
    }

    /** Skips a comment and says whether the text after it is trimmed. */
    private boolean commentEnd(int open) {
        int end = source.indexOf("*/", at + 2);
        if (end < 0) {
            throw error("unclosed comment", open);
        }
        at = end + 2;
        if (source.startsWith(" -}}", at)) {
            at += 4;
            return true;
        }
        if (!source.startsWith("}}", at)) {
            throw error("comment ends before closing delimiter", at);
        }
        at += 2;
        return false;
    }

    /** Reads up to the closing delimiter and says whether the text after it is trimmed. */
    private boolean action(int open) {
        tokens.add(new Token(Token.Kind.OPEN, "{{", open));
        parentheses = 0;
        while (true) {
            if (at >= source.length()) {
                throw error("unclosed action", open);
            }
            char c = source.charAt(at);
            if (isSpace(c)) {
                int start = at;
                while (at < source.length() && isSpace(source.charAt(at))) {
                    at++;
                }
                if (source.startsWith("-}}", at)) {
                    close(3);
                    return true;
                }
                tokens.add(new Token(Token.Kind.SPACE, " ", start));
            } else if (source.startsWith("}}", at)) {
                close(2);
                return false;
            } else {
                inside(c);
            }
        }
    }

    private void close(int length) {
        if (parentheses > 0) {
            throw error("unclosed left paren", at);
        }
        tokens.add(new Token(Token.Kind.CLOSE, "}}", at));
        at += length;
    }

    private void inside(char c) {
        switch (c) {
            case '"' -> quoted('"', Token.Kind.STRING, "unterminated quoted string");
            case '\'' -> quoted('\'', Token.Kind.CHARACTER, "unterminated character constant");
            case '`' -> raw();
            case '|' -> add(Token.Kind.PIPE, 1);
            case ',' -> add(Token.Kind.COMMA, 1);
            case '=' -> add(Token.Kind.ASSIGN, 1);
            case '(' -> {
                parentheses++;
                add(Token.Kind.PARENTHESIS_OPEN, 1);
            }
            case ')' -> {
                if (--parentheses < 0) {
                    throw error("unexpected right paren", at);
                }
                add(Token.Kind.PARENTHESIS_CLOSE, 1);
            }
            case ':' -> {
                if (!source.startsWith(":=", at)) {
                    throw error("expected :=", at);
                }
                add(Token.Kind.DECLARE, 2);
            }
            case '$' -> add(Token.Kind.VARIABLE, 1 + wordLength(at + 1));
            case '.' -> dot();
            default -> wordOrNumber(c);
        }
    }

    private void dot() {
        int next = at + 1;
        if (next < source.length() && Character.isDigit(source.charAt(next))) {
            number();
            return;
        }
        int length = wordLength(next);
        add(length == 0 ? Token.Kind.DOT : Token.Kind.FIELD, 1 + length);
    }

    private void wordOrNumber(char c) {
        boolean sign = (c == '-' || c == '+') && at + 1 < source.length();
        if (Character.isDigit(c) || (sign && Character.isDigit(source.charAt(at + 1)))) {
            number();
        } else if (wordLength(at) > 0) {
            add(Token.Kind.IDENTIFIER, wordLength(at));
        } else {
            throw error(
                    afterOperand()
                            ? "bad character " + named(c)
                            : "unexpected " + character(c) + " in command",
                    at);
        }
    }

    private boolean afterOperand() {
        Token.Kind kind = tokens.getLast().kind();
        return kind == Token.Kind.FIELD
                || kind == Token.Kind.VARIABLE
                || kind == Token.Kind.IDENTIFIER;
    }

    private static String named(char c) {
        return "U+%04X '%c'".formatted((int) c, c);
    }

    private static String character(char c) {
        return c < ' ' ? "unrecognized character U+%04X".formatted((int) c) : "\"" + c + "\"";
    }

    private void number() {
        int end = at + 1;
        while (end < source.length()) {
            char c = source.charAt(end);
            boolean exponentSign =
                    (c == '+' || c == '-')
                            && (source.charAt(end - 1) == 'e' || source.charAt(end - 1) == 'p');
            if (!Character.isLetterOrDigit(c) && c != '.' && c != '_' && !exponentSign) {
                break;
            }
            end++;
        }
        add(Token.Kind.NUMBER, end - at);
    }

    private void quoted(char quote, Token.Kind kind, String problem) {
        int end = at + 1;
        while (true) {
            if (end >= source.length() || source.charAt(end) == '\n') {
                throw error(problem, at);
            }
            if (source.charAt(end) == '\\') {
                end++;
            } else if (source.charAt(end) == quote) {
                break;
            }
            end++;
        }
        add(kind, end + 1 - at);
    }

    private void raw() {
        int end = source.indexOf('`', at + 1);
        if (end < 0) {
            throw error("unterminated raw quoted string", at);
        }
        add(Token.Kind.STRING, end + 1 - at);
    }

    private void add(Token.Kind kind, int length) {
        tokens.add(new Token(kind, source.substring(at, at + length), at));
        at += length;
    }

    private int wordLength(int from) {
        int end = from;
        while (end < source.length()
                && (Character.isLetterOrDigit(source.charAt(end)) || source.charAt(end) == '_')) {
            end++;
        }
        return end - from;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private TemplateException error(String problem, int position) {
        return new TemplateException("template: :" + line(source, position) + ": " + problem);
    }

    static int line(String source, int position) {
        int line = 1;
        for (int i = 0; i < Math.min(position, source.length()); i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }
}
