package dev.cooper.policy.rego;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Texts with places to fill in, as Go fills them in. */
final class Format {
    private static final int WIDEST = 1000;

    private final String format;
    private final List<Value> values;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next;

    private Format(String format, List<Value> values) {
        this.format = format;
        this.values = values;
    }

    static String of(String format, List<Value> values) {
        Format one = new Format(format, values);
        while (one.at < format.length()) {
            char c = format.charAt(one.at++);
            if (c == '%') {
                one.verb();
            } else {
                one.out.append(c);
            }
        }
        if (one.next < values.size()) {
            one.extra();
        }
        return one.out.toString();
    }

    private void extra() {
        out.append("%!(EXTRA ");
        for (int i = next; i < values.size(); i++) {
            out.append(i > next ? ", " : "").append(type(values.get(i))).append('=');
            out.append(plain(values.get(i)));
        }
        out.append(')');
    }

    private static String type(Value value) {
        return value instanceof Value.Num it ? it.isWhole() ? "int" : "float64" : "string";
    }

    private int digits() {
        int number = -1;
        while (at < format.length() && Character.isDigit(format.charAt(at))) {
            number = Math.max(0, number) * 10 + (format.charAt(at++) - '0');
            if (number > WIDEST) {
                throw Undefined.here();
            }
        }
        return number;
    }

    private void verb() {
        int flags = at;
        while (at < format.length() && "+-# 0".indexOf(format.charAt(at)) >= 0) {
            at++;
        }
        String flag = format.substring(flags, at);
        int width = digits();
        int precision = -1;
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            precision = Math.max(0, digits());
        }
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        char verb = format.charAt(at++);
        if (verb == '%') {
            out.append('%');
            return;
        }
        if (next >= values.size()) {
            out.append("%!").append(verb).append("(MISSING)");
            return;
        }
        pad(text(verb, values.get(next++), flag, precision), flag, width);
    }

    private void pad(String text, String flag, int width) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            out.append(text);
        } else if (flag.contains("-")) {
            out.append(text).append(" ".repeat(missing));
        } else if (flag.contains("0")) {
            boolean sign = text.startsWith("-") || text.startsWith("+");
            out.append(sign ? text.substring(0, 1) : "");
            out.append("0".repeat(missing)).append(sign ? text.substring(1) : text);
        } else {
            out.append(" ".repeat(missing)).append(text);
        }
    }

    private static String plain(Value value) {
        return value instanceof Value.Str it ? it.text() : Text.of(value);
    }

    private static String text(char verb, Value value, String flag, int precision) {
        String wrong = "%!" + verb + "(" + type(value) + "=" + plain(value) + ")";
        return switch (verb) {
            case 'v', 's' -> {
                if (verb == 's' && value instanceof Value.Num) {
                    yield wrong;
                }
                String text = plain(value);
                yield precision >= 0 && verb == 's' && precision < text.length()
                        ? text.substring(0, precision)
                        : text;
            }
            case 'q' -> value instanceof Value.Num ? wrong : Text.of(Value.of(plain(value)));
            case 'T' -> type(value);
            case 'd', 'x', 'X', 'o', 'b', 'c' -> {
                if (value instanceof Value.Num it && it.isWhole()) {
                    yield sign(whole(verb, it.value(), flag), it.value(), flag);
                }
                yield verb == 'x' && !(value instanceof Value.Num)
                        ? java.util.HexFormat.of()
                                .formatHex(
                                        plain(value)
                                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        : wrong;
            }
            case 'f', 'F', 'e', 'E', 'g', 'G' ->
                    value instanceof Value.Num it && !it.isWhole()
                            ? sign(real(verb, it.value(), precision), it.value(), flag)
                            : wrong;
            case 't' -> value instanceof Value.Bool ? plain(value) : wrong;
            default -> wrong;
        };
    }

    private static String sign(String text, BigDecimal number, String flag) {
        return flag.contains("+") && number.signum() >= 0 ? "+" + text : text;
    }

    private static String whole(char verb, BigDecimal number, String flag) {
        String prefix = flag.contains("#") && (verb == 'x' || verb == 'X') ? "0" + verb : "";
        return switch (verb) {
            case 'x' -> prefix + number.toBigInteger().toString(16);
            case 'X' -> prefix + number.toBigInteger().toString(16).toUpperCase(Locale.ROOT);
            case 'o' -> number.toBigInteger().toString(8);
            case 'b' -> number.toBigInteger().toString(2);
            case 'c' ->
                    Character.isValidCodePoint(number.intValue())
                            ? Character.toString(number.intValue())
                            : "\uFFFD";
            default -> number.toBigInteger().toString();
        };
    }

    private static String real(char verb, BigDecimal number, int precision) {
        return switch (verb) {
            case 'f', 'F' ->
                    number.setScale(precision < 0 ? 6 : precision, RoundingMode.HALF_EVEN)
                            .toPlainString();
            case 'e', 'E' ->
                    String.format(
                            Locale.ROOT, "%." + (precision < 0 ? 6 : precision) + verb, number);
            default -> Text.number(number);
        };
    }
}
