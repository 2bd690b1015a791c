package dev.cooper.build;

import dev.cooper.oci.Healthcheck;

import java.util.List;
import java.util.Map;

/**
 * The texts of an image's history, as BuildKit's Dockerfile frontend words them, so that {@code
 * docker history} and all that reads it see what they know.
 */
final class HistoryText {
    private HistoryText() {}

    /** {@code RUN |1 A=1 /bin/sh -c make # buildkit}. */
    static String run(Map<String, String> args, List<String> argv) {
        StringBuilder text = new StringBuilder("RUN ");
        if (!args.isEmpty()) {
            text.append('|').append(args.size()).append(' ');
            args.forEach((name, value) -> text.append(name).append('=').append(value).append(' '));
        }
        return text.append(String.join(" ", argv)).append(" # buildkit").toString();
    }

    /** {@code CMD ["nginx" "-g"]}: Go's quoted form of a list. */
    static String command(String keyword, List<String> words) {
        StringBuilder text = new StringBuilder(keyword).append(" [");
        for (int i = 0; i < words.size(); i++) {
            text.append(i == 0 ? "" : " ").append(quote(words.get(i)));
        }
        return text.append(']').toString();
    }

    /** {@code SHELL [/bin/bash -c]}: Go's plain form of a list. */
    static String list(String keyword, Iterable<String> words) {
        return keyword + " [" + String.join(" ", words) + "]";
    }

    /** {@code HEALTHCHECK &{["CMD-SHELL" "true"] "30s" "0s" "0s" "0s" '\x00'}}. */
    static String healthcheck(Healthcheck check) {
        StringBuilder text = new StringBuilder("HEALTHCHECK &{");
        text.append(command("", check.test()).substring(1));
        for (long nanos :
                new long[] {
                    check.intervalNanos(),
                    check.timeoutNanos(),
                    check.startPeriodNanos(),
                    check.startIntervalNanos()
                }) {
            text.append(" \"").append(GoDuration.format(nanos)).append('"');
        }
        return text.append(" ").append(rune(check.retries())).append('}').toString();
    }

    private static String rune(int value) {
        // As Go prints what is no character.
        int c = !Character.isValidCodePoint(value) || isSurrogate(value) ? 0xfffd : value;
        return c == '"' ? "'\"'" : c == '\'' ? "'\\''" : "'" + quoted(c) + "'";
    }

    private static String quote(String word) {
        StringBuilder quoted = new StringBuilder("\"");
        word.codePoints().forEach(c -> quoted.append(quoted(c)));
        return quoted.append('"').toString();
    }

    private static String quoted(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case 7 -> "\\a";
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case 11 -> "\\v";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            default -> c < 0x20 || c == 0x7f ? hex(c) : text(c);
        };
    }

    private static String text(int c) {
        // A byte that is no UTF-8, see FileName.
        return isSurrogate(c) ? hex(c & 0xff) : Character.toString(c);
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static String hex(int value) {
        String digits = Integer.toHexString(value);
        return "\\x" + "0".repeat(2 - digits.length()) + digits;
    }
}
