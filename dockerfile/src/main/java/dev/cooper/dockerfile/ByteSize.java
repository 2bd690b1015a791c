package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.math.BigDecimal;
import java.util.Locale;

/** Sizes such as {@code 64m} or {@code 1.5GiB}; units are powers of 1024. */
final class ByteSize {
    private ByteSize() {}

    static long parse(String key, String text) {
        int end = 0;
        while (end < text.length()
                && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        int shift = shift(text.substring(end).strip());
        if (shift >= 0 && end > 0 && end < 30) {
            try {
                BigDecimal bytes =
                        new BigDecimal(text.substring(0, end))
                                .multiply(BigDecimal.valueOf(1L << shift));
                if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
                    return bytes.longValue();
                }
            } catch (NumberFormatException _) {
                // reported below
            }
        }
        throw new SyntaxException(
                key + "=" + text + " is not a size: give a number and b, k, m, g or t");
    }

    private static int shift(String unit) {
        String letters = unit.toLowerCase(Locale.ROOT);
        return switch (letters) {
            case "", "b" -> 0;
            case "k", "kb", "kib" -> 10;
            case "m", "mb", "mib" -> 20;
            case "g", "gb", "gib" -> 30;
            case "t", "tb", "tib" -> 40;
            case "p", "pb", "pib" -> 50;
            default -> -1;
        };
    }
}
