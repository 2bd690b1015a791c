package dev.cooper.policy.cel;

import java.math.BigDecimal;
import java.util.Map;

/**
 * An amount as Kubernetes writes it, such as {@code 200Mi}.
 *
 * @param amount in plain units
 */
public record Quantity(BigDecimal amount) implements Comparable<Quantity> {
    private static final int LONGEST = 40;
    private static final Map<String, BigDecimal> UNITS =
            Map.ofEntries(
                    Map.entry("n", new BigDecimal("1e-9")),
                    Map.entry("u", new BigDecimal("1e-6")),
                    Map.entry("m", new BigDecimal("1e-3")),
                    Map.entry("", BigDecimal.ONE),
                    Map.entry("k", new BigDecimal("1e3")),
                    Map.entry("M", new BigDecimal("1e6")),
                    Map.entry("G", new BigDecimal("1e9")),
                    Map.entry("T", new BigDecimal("1e12")),
                    Map.entry("P", new BigDecimal("1e15")),
                    Map.entry("E", new BigDecimal("1e18")),
                    Map.entry("Ki", BigDecimal.TWO.pow(10)),
                    Map.entry("Mi", BigDecimal.TWO.pow(20)),
                    Map.entry("Gi", BigDecimal.TWO.pow(30)),
                    Map.entry("Ti", BigDecimal.TWO.pow(40)),
                    Map.entry("Pi", BigDecimal.TWO.pow(50)),
                    Map.entry("Ei", BigDecimal.TWO.pow(60)));

    /**
     * Reads an amount.
     *
     * @throws CelException when it is none
     */
    public static Quantity parse(String text) {
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        BigDecimal unit = UNITS.get(text.substring(end));
        try {
            if (unit != null && text.length() <= LONGEST) {
                return new Quantity(new BigDecimal(text.substring(0, end)).multiply(unit));
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new CelException("\"" + text + "\" is no quantity");
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }
}
