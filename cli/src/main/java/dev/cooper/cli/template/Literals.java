package dev.cooper.cli.template;

import java.util.Optional;

/** Reads Go's constants. */
final class Literals {
    private Literals() {}

    static Optional<String> string(String text) {
        String inner = text.substring(1, text.length() - 1);
        return text.charAt(0) == '`' ? Optional.of(inner) : unescape(inner);
    }

    static Optional<Long> character(String text) {
        return unescape(text.substring(1, text.length() - 1))
                .filter(value -> value.codePointCount(0, value.length()) == 1)
                .map(value -> (long) value.codePointAt(0));
    }

    /** A Long or a Double. */
    static Optional<Object> number(String text) {
        String digits = text.replace("_", "");
        try {
            if (digits.startsWith("0b") || digits.startsWith("0B")) {
                return Optional.of(Long.parseLong(digits.substring(2), 2));
            }
            if (digits.startsWith("0o") || digits.startsWith("0O")) {
                return Optional.of(Long.parseLong(digits.substring(2), 8));
            }
            return Optional.of(Long.decode(digits));
        } catch (NumberFormatException e) {
            // perhaps a fraction
        }
        char end = digits.charAt(digits.length() - 1);
        if (end == 'f' || end == 'F' || end == 'd' || end == 'D') {
            return Optional.empty(); // Java's suffixes are not Go's
        }
        try {
            return Optional.of(Double.parseDouble(digits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return Optional.of(text);
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            if (at == text.length()) {
                return Optional.empty();
            }
            char letter = text.charAt(at++);
            int digits = numeric(letter);
            if (digits > 0) {
                boolean octal = letter >= '0' && letter <= '7';
                int start = octal ? at - 1 : at;
                if (start + digits > text.length()) {
                    return Optional.empty();
                }
                try {
                    out.appendCodePoint(
                            Integer.parseInt(text, start, start + digits, octal ? 8 : 16));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
                at = start + digits;
                continue;
            }
            int plain = "abfnrtv\\'\"".indexOf(letter);
            if (plain < 0) {
                return Optional.empty();
            }
            out.append("\007\b\f\n\r\t\013\\'\"".charAt(plain));
        }
        return Optional.of(out.toString());
    }

    private static int numeric(char letter) {
        return switch (letter) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            case '0', '1', '2', '3', '4', '5', '6', '7' -> 3;
            default -> 0;
        };
    }
}
