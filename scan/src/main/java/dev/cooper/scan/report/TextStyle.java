package dev.cooper.scan.report;

import dev.cooper.scan.advisory.Severity;

/**
 * How text for people is written.
 *
 * @param coloured whether with the escape sequences of terminals
 * @param width how many columns there are; 0 where lines may be of any length
 */
public record TextStyle(boolean coloured, int width) {
    /** For files and pipes. */
    public static final TextStyle PLAIN = new TextStyle(false, 0);

    /** What divides parts of the text where nothing says how wide it may be. */
    private static final int USUAL_WIDTH = 80;

    int ruleWidth() {
        return width == 0 ? USUAL_WIDTH : width;
    }

    String bold(String text) {
        return of("1", text);
    }

    String dim(String text) {
        return of("2", text);
    }

    /** A headline: underlined on a terminal, with a line of its own below it elsewhere. */
    String headline(String text) {
        return coloured
                ? "\n" + of("4;1", text) + "\n\n"
                : "\n" + text + "\n" + "=".repeat(TextWidth.of(text)) + "\n";
    }

    /** Writes text in a style; what steers a terminal is made visible where there may be one. */
    String of(String style, String text) {
        if (!coloured) {
            return text;
        }
        String safe = printable(text);
        return style.isEmpty() || safe.isBlank() ? safe : "\33[" + style + "m" + safe + "\33[0m";
    }

    private static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c);
        }
        return safe.toString();
    }

    /** The colour of a severity. */
    static String ofSeverity(Severity severity) {
        return switch (severity) {
            case UNKNOWN -> "36";
            case LOW -> "34";
            case MEDIUM -> "33";
            case HIGH -> "91";
            case CRITICAL -> "31";
        };
    }
}
