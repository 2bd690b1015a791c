package dev.cooper.cli.template;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Go's Sprintf for the verbs that make sense in a template. */
final class Printf {
    private final String format;
    private final List<? extends @Nullable Object> arguments;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int used;

    private Printf(String format, List<? extends @Nullable Object> arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    static String format(String format, List<? extends @Nullable Object> arguments) {
        return new Printf(format, arguments).run();
    }

    private String run() {
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '%') {
                directive();
            } else {
                out.append(c);
            }
        }
        if (used < arguments.size()) {
            out.append("%!(EXTRA ");
            for (int i = used; i < arguments.size(); i++) {
                Object value = arguments.get(i);
                out.append(i > used ? ", " : "").append(Values.type(value)).append('=');
                out.append(Values.print(value));
            }
            out.append(')');
        }
        return out.toString();
    }

    private void directive() {
        String flags = "";
        while (at < format.length() && "-+# 0".indexOf(format.charAt(at)) >= 0) {
            flags += format.charAt(at++);
        }
        int width = number();
        int precision = -1;
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            precision = Math.max(0, number());
        }
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        if (verb == '%') {
            out.append('%');
        } else if (used >= arguments.size()) {
            out.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            Object value = arguments.get(used++);
            out.append(padded(convert(verb, value, flags, precision), flags, width, value));
        }
    }

    private int number() {
        int value = -1;
        while (at < format.length() && Character.isDigit(format.charAt(at)) && value < 100_000) {
            value = Math.max(0, value) * 10 + (format.charAt(at++) - '0');
        }
        return value;
    }

    private static String padded(String text, String flags, int width, @Nullable Object value) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        if (flags.indexOf('-') >= 0) {
            return text + " ".repeat(missing);
        }
        if (flags.indexOf('0') >= 0 && value instanceof Number) {
            boolean sign = text.startsWith("-") || text.startsWith("+");
            return (sign ? text.substring(0, 1) : "")
                    + "0".repeat(missing)
                    + text.substring(sign ? 1 : 0);
        }
        return " ".repeat(missing) + text;
    }

    private static String convert(int verb, @Nullable Object value, String flags, int precision) {
        return switch (value) {
            case String text when verb == 's' || verb == 'v' -> cut(text, precision);
            case String text when verb == 'q' -> quote(cut(text, precision));
            case String text when verb == 'x' -> hex(text);
            case Long whole when "dvxXobcqU".indexOf(verb) >= 0 -> whole(verb, whole, flags);
            case Double real when "vgfFeE".indexOf(verb) >= 0 -> real(verb, real, precision);
            case Boolean flag when verb == 't' || verb == 'v' -> flag.toString();
            case null, default ->
                    verb == 'v' || (verb == 's' && value instanceof List)
                            ? Values.print(value)
                            : "%!"
                                    + Character.toString(verb)
                                    + "("
                                    + (value == null
                                            ? "<nil>"
                                            : Values.type(value) + "=" + Values.print(value))
                                    + ")";
        };
    }

    private static String cut(String text, int precision) {
        int points = text.codePointCount(0, text.length());
        return precision < 0 || points <= precision
                ? text
                : text.substring(0, text.offsetByCodePoints(0, precision));
    }

    private static String whole(int verb, long value, String flags) {
        return switch (verb) {
            case 'x' -> (flags.indexOf('#') >= 0 ? "0x" : "") + Long.toString(value, 16);
            case 'X' -> Long.toString(value, 16).toUpperCase(Locale.ROOT);
            case 'o' -> Long.toString(value, 8);
            case 'b' -> Long.toString(value, 2);
            case 'c' ->
                    Character.isValidCodePoint((int) value)
                            ? Character.toString((int) value)
                            : "\ufffd";
            case 'q' -> "'" + Character.toString((int) value) + "'";
            case 'U' -> "U+%04X".formatted(value);
            default -> (flags.indexOf('+') >= 0 && value >= 0 ? "+" : "") + value;
        };
    }

    private static String real(int verb, double value, int precision) {
        if (verb == 'f' || verb == 'F') {
            return new BigDecimal(value)
                    .setScale(precision < 0 ? 6 : precision, RoundingMode.HALF_EVEN)
                    .toPlainString();
        }
        if (verb == 'e' || verb == 'E') {
            String text = ("%." + (precision < 0 ? 6 : precision) + "e").formatted(value);
            return verb == 'E' ? text.toUpperCase(Locale.ROOT) : text;
        }
        return shortest(value);
    }

    /** A number as Go's {@code %v} prints it. */
    static String shortest(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e6)) {
            BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
            int exponent = exact.precision() - exact.scale() - 1;
            return exact.movePointLeft(exponent).toPlainString()
                    + (exponent < 0 ? "e-" : "e+")
                    + (Math.abs(exponent) < 10 ? "0" : "")
                    + Math.abs(exponent);
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    /** A string as Go's {@code %q} writes it. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .forEach(point -> {
                    int plain = "\007\b\f\n\r\t\013\\\"".indexOf(point);
                    if (plain >= 0) {
                        quoted.append('\\').append("abfnrtv\\\"".charAt(plain));
                    } else if (point < ' ' || point == 0x7f) {
                        quoted.append("\\x%02x".formatted(point));
                    } else {
                        quoted.appendCodePoint(point);
                    }
                });
        return quoted.append('"').toString();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
