package dev.cooper.scan.version;

import java.util.Comparator;
import java.util.List;

/**
 * Versions of apk-tools: {@code 1.2.3a_rc4_p5-r6}. A version is a run of tokens; the first that
 * differ decide. What cannot be read ends a version.
 */
final class ApkVersions implements Comparator<String> {
    /** In the order by which versions are told apart when one goes on and the other does not. */
    private enum Kind {
        INVALID,
        DIGIT_OR_ZERO,
        DIGIT,
        LETTER,
        SUFFIX,
        SUFFIX_NUMBER,
        HASH,
        REVISION,
        END
    }

    private static final List<String> BEFORE = List.of("alpha", "beta", "pre", "rc");
    private static final List<String> AFTER = List.of("cvs", "svn", "git", "hg", "p");
    private static final int MOST_DIGITS = 18;

    /** Reads a version token by token. */
    private static final class Tokens {
        private final String text;
        private int at;
        private Kind kind = Kind.DIGIT;

        Tokens(String text) {
            this.text = text;
        }

        /** The value of the next token; moves to the kind of the one after it. */
        long next() {
            if (at >= text.length()) {
                kind = Kind.END;
                return 0;
            }
            return switch (kind) {
                case DIGIT_OR_ZERO -> text.charAt(at) == '0' ? zeros() : number();
                case DIGIT, SUFFIX_NUMBER, REVISION -> number();
                case LETTER -> letter();
                case SUFFIX -> suffix();
                case HASH -> hash();
                case INVALID, END -> invalid();
            };
        }

        /** More zeros after a dot make a smaller fraction. */
        private long zeros() {
            int end = at;
            while (end < text.length() && text.charAt(end) == '0') {
                end++;
            }
            long value = at - (long) end;
            at = end;
            kind = at == text.length() ? Kind.END : Kind.DIGIT;
            return value;
        }

        private long number() {
            int end = Digits.end(text, at);
            if (end - at >= MOST_DIGITS) {
                return invalid();
            }
            long value = end == at ? 0 : Long.parseLong(text.substring(at, end));
            at = end;
            advance();
            return value;
        }

        private long letter() {
            long value = text.charAt(at++);
            advance();
            return value;
        }

        private long suffix() {
            for (int i = 0; i < BEFORE.size(); i++) {
                if (text.startsWith(BEFORE.get(i), at)) {
                    at += BEFORE.get(i).length();
                    advance();
                    return i - (long) BEFORE.size();
                }
            }
            for (int i = 0; i < AFTER.size(); i++) {
                if (text.startsWith(AFTER.get(i), at)) {
                    at += AFTER.get(i).length();
                    advance();
                    return i;
                }
            }
            return invalid();
        }

        /** Which commit it is says nothing about what is newer. */
        private long hash() {
            while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0) {
                at++;
            }
            advance();
            return 0;
        }

        private long invalid() {
            kind = Kind.INVALID;
            return -1;
        }

        private void advance() {
            Kind before = kind;
            kind = at >= text.length() ? Kind.END : following(before);
            boolean mayGoBack =
                    (kind == Kind.DIGIT_OR_ZERO && before == Kind.DIGIT)
                            || (kind == Kind.SUFFIX && before == Kind.SUFFIX_NUMBER)
                            || (kind == Kind.DIGIT && before == Kind.LETTER);
            if (kind.compareTo(before) < 0 && !mayGoBack) {
                kind = Kind.INVALID;
            }
        }

        private Kind following(Kind before) {
            char c = text.charAt(at);
            boolean lower = c >= 'a' && c <= 'z';
            if (lower && (before == Kind.DIGIT || before == Kind.DIGIT_OR_ZERO)) {
                return Kind.LETTER;
            }
            if (Digits.is(c) && before == Kind.LETTER) {
                return Kind.DIGIT;
            }
            if (Digits.is(c) && before == Kind.SUFFIX) {
                return Kind.SUFFIX_NUMBER;
            }
            at++;
            return switch (c) {
                case '.' -> Kind.DIGIT_OR_ZERO;
                case '_' -> Kind.SUFFIX;
                case '~' -> Kind.HASH;
                case '-' -> {
                    boolean revision = at < text.length() && text.charAt(at) == 'r';
                    at += revision ? 1 : 0;
                    yield revision ? Kind.REVISION : Kind.INVALID;
                }
                default -> Kind.INVALID;
            };
        }
    }

    @Override
    public int compare(String one, String other) {
        Tokens a = new Tokens(one);
        Tokens b = new Tokens(other);
        long x = 0;
        long y = 0;
        while (a.kind == b.kind && a.kind != Kind.END && a.kind != Kind.INVALID && x == y) {
            x = a.next();
            y = b.next();
        }
        if (x != y) {
            return Long.compare(x, y);
        }
        if (a.kind == b.kind) {
            return 0;
        }
        Kind oneGoesOn = a.kind;
        Kind otherGoesOn = b.kind;
        if (oneGoesOn == Kind.SUFFIX && a.next() < 0) {
            return -1;
        }
        if (otherGoesOn == Kind.SUFFIX && b.next() < 0) {
            return 1;
        }
        return otherGoesOn.compareTo(oneGoesOn);
    }
}
