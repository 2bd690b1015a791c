package dev.cooper.policy.cel;

/** A text as it would be written in an expression. */
final class Quoted {
    private Quoted() {}

    static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .forEach(c -> {
                    String escape = escape(c);
                    if (escape.isEmpty()) {
                        quoted.appendCodePoint(
                                c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                                        ? 0xfffd
                                        : c);
                    } else {
                        quoted.append(escape);
                    }
                });
        return quoted.append('"').toString();
    }

    private static String escape(int c) {
        return switch (c) {
            case 7 -> "\\a";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case 11 -> "\\v";
            case '\\' -> "\\\\";
            case '"' -> "\\\"";
            default -> "";
        };
    }
}
