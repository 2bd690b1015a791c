package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A text with holes, and what comes into them. */
final class Format {
    private static final int MOST_DIGITS = 1000;

    private final String pattern;
    private final List<?> values;
    private int next;

    Format(String pattern, List<?> values) {
        this.pattern = pattern;
        this.values = values;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c != '%') {
                text.append(c);
                continue;
            }
            int digits = -1;
            if (at < pattern.length() && pattern.charAt(at) == '.') {
                int begin = ++at;
                while (at < pattern.length() && Character.isDigit(pattern.charAt(at))) {
                    at++;
                }
                digits = digits(pattern.substring(begin, at));
            }
            if (at >= pattern.length()) {
                throw new CelException("unexpected end of format string");
            }
            char verb = pattern.charAt(at++);
            text.append(verb == '%' ? "%" : hole(verb, digits));
        }
        return text.toString();
    }

    private static int digits(String text) {
        if (text.isEmpty() || text.length() > 4 || Integer.parseInt(text) > MOST_DIGITS) {
            throw new CelException("wrong precision in the format string");
        }
        return Integer.parseInt(text);
    }

    private String hole(char verb, int digits) {
        if (next >= values.size()) {
            throw new CelException("index " + next + " out of range");
        }
        Object value = values.get(next++);
        return switch (verb) {
            case 's' -> shown(value);
            case 'd' -> decimal(value);
            case 'f' -> fixed(real(value), digits < 0 ? 6 : digits);
            case 'e' -> scientific(real(value), digits < 0 ? 6 : digits);
            case 'b' ->
                    value instanceof Boolean truth ? (truth ? "1" : "0") : whole(value).toString(2);
            case 'o' -> whole(value).toString(8);
            case 'x' -> hexadecimal(value);
            case 'X' -> hexadecimal(value).toUpperCase(java.util.Locale.ROOT);
            default ->
                    throw new CelException(
                            "could not parse formatting clause: unrecognized formatting clause \""
                                    + verb
                                    + "\"");
        };
    }

    private static CelException wrong(@Nullable Object value) {
        return new CelException(
                "error during formatting: " + TypeName.of(value).name() + " does not fit here");
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case TypeName type -> type.name();
            case Double number -> real(number, Numbers.text(number));
            case List<?> list ->
                    "[" + String.join(", ", list.stream().map(Format::shown).toList()) + "]";
            case Map<?, ?> map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.forEach((key, each) -> sorted.put(shown(key), shown(each)));
                List<String> entries =
                        sorted.entrySet().stream()
                                .map(each -> each.getKey() + ": " + each.getValue())
                                .toList();
                yield "{" + String.join(", ", entries) + "}";
            }
            default -> Conversions.toText(value);
        };
    }

    private static String real(double number, String otherwise) {
        return Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : otherwise;
    }

    private static String decimal(@Nullable Object value) {
        if (value instanceof Double number) {
            if (!Double.isFinite(number)) {
                return real(number, "NaN");
            }
            throw wrong(value);
        }
        return whole(value).toString();
    }

    private static BigInteger whole(@Nullable Object value) {
        return switch (value) {
            case Long number -> BigInteger.valueOf(number);
            case Uint number -> number.big();
            case null, default -> throw wrong(value);
        };
    }

    private static double real(@Nullable Object value) {
        return switch (value) {
            case Double number -> number;
            case Long number -> number;
            case Uint number -> number.big().doubleValue();
            case String text when text.equals("NaN") -> Double.NaN;
            case String text when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
            case String text when text.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
            case null, default -> throw wrong(value);
        };
    }

    private static String fixed(double number, int digits) {
        return Double.isFinite(number)
                ? new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).toPlainString()
                : real(number, "NaN");
    }

    private static String scientific(double number, int digits) {
        if (!Double.isFinite(number)) {
            return real(number, "NaN");
        }
        BigDecimal exact = new BigDecimal(number);
        int power = number == 0 ? 0 : exact.precision() - exact.scale() - 1;
        BigDecimal mantissa = exact.movePointLeft(power).setScale(digits, RoundingMode.HALF_EVEN);
        if (mantissa.abs().compareTo(BigDecimal.TEN) >= 0) {
            power++;
            mantissa = exact.movePointLeft(power).setScale(digits, RoundingMode.HALF_EVEN);
        }
        String sign = power < 0 ? "-" : "+";
        String exponent = (Math.abs(power) < 10 ? "0" : "") + Math.abs(power);
        return mantissa.toPlainString() + "e" + sign + exponent;
    }

    private static String hexadecimal(@Nullable Object value) {
        return switch (value) {
            case String text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            case Bytes bytes -> HexFormat.of().formatHex(bytes.content());
            case null, default -> whole(value).toString(16);
        };
    }
}
