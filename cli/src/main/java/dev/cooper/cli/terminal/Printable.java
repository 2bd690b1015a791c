package dev.cooper.cli.terminal;

import dev.cooper.oci.FileName;
import dev.cooper.oci.SyntaxException;

import java.nio.charset.StandardCharsets;

/** Makes text safe to show on a terminal. */
final class Printable {
    private Printable() {}

    /** Replaces control characters other than line feed and tab by a question mark. */
    static String of(String text) {
        int at = 0;
        while (at < text.length() && isSafe(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(isSafe(c) ? c : '?');
        }
        return safe.toString();
    }

    /**
     * The bytes of a text: file names keep theirs, and half a surrogate pair becomes a question
     * mark.
     */
    static byte[] encode(String text) {
        try {
            return FileName.encode(text);
        } catch (SyntaxException e) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static boolean isSafe(char c) {
        return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t' || c > 0x9f;
    }
}
