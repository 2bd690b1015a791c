package dev.cooper.policy.jmespath;

import dev.cooper.oci.SyntaxException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A version as semver.org has it.
 *
 * @param numbers three
 * @param before the parts of what comes after {@code -}; empty when nothing does
 */
public record SemanticVersion(List<BigInteger> numbers, List<String> before)
        implements Comparable<SemanticVersion> {
    private static final int LONGEST = 200;

    /** Copies both. */
    public SemanticVersion {
        numbers = List.copyOf(numbers);
        before = List.copyOf(before);
    }

    /** Compares two texts; empty when one of them is no version. */
    public static Optional<Integer> compare(String one, String other) {
        try {
            return Optional.of(parse(one).compareTo(parse(other)));
        } catch (SyntaxException _) {
            return Optional.empty();
        }
    }

    static SemanticVersion parse(String text) {
        String plain = text.split("\\+", 2)[0];
        String[] halves = plain.split("-", 2);
        String[] parts = halves[0].split("\\.", -1);
        List<BigInteger> numbers = new ArrayList<>();
        for (String part : parts) {
            if (part.isEmpty()
                    || part.length() > LONGEST
                    || !part.chars().allMatch(one -> one >= '0' && one <= '9')) {
                throw new SyntaxException("\"" + text + "\" is no semantic version");
            }
            numbers.add(new BigInteger(part));
        }
        if (numbers.size() != 3) {
            throw new SyntaxException("\"" + text + "\" is no semantic version");
        }
        return new SemanticVersion(
                numbers, halves.length == 1 ? List.of() : List.of(halves[1].split("\\.", -1)));
    }

    @Override
    public int compareTo(SemanticVersion other) {
        for (int i = 0; i < numbers.size(); i++) {
            int order = numbers.get(i).compareTo(other.numbers.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (before.isEmpty() || other.before.isEmpty()) {
            return Boolean.compare(before.isEmpty(), other.before.isEmpty());
        }
        for (int i = 0; i < Math.min(before.size(), other.before.size()); i++) {
            int order = comparePart(before.get(i), other.before.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(before.size(), other.before.size());
    }

    /** Numbers come before words. */
    private static int comparePart(String one, String other) {
        boolean number = isNumber(one);
        if (number && isNumber(other)) {
            return new BigInteger(one).compareTo(new BigInteger(other));
        }
        return number != isNumber(other) ? (number ? -1 : 1) : one.compareTo(other);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && text.chars().allMatch(one -> one >= '0' && one <= '9');
    }

    /** Whether it is in a range such as {@code >=1.2.0 <2.0.0 || 3.x}. */
    boolean isIn(String range) {
        for (String alternative : range.split("\\|\\|", -1)) {
            boolean all = true;
            for (String term : alternative.strip().split("\\s+")) {
                all &= meets(term);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private boolean meets(String term) {
        int end = 0;
        while (end < term.length() && "<>=!".indexOf(term.charAt(end)) >= 0) {
            end++;
        }
        String operator = term.substring(0, end);
        String wanted = term.substring(end);
        if (wanted.endsWith(".x") && (operator.isEmpty() || operator.equals("="))) {
            String start = wanted.substring(0, wanted.indexOf(".x"));
            String own = numbers.get(0) + "." + numbers.get(1) + "." + numbers.get(2);
            return own.startsWith(start + ".");
        }
        int order = compareTo(parse(wanted));
        return switch (operator) {
            case "", "=", "==" -> order == 0;
            case "!", "!=" -> order != 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            default -> throw new SyntaxException("\"" + term + "\" is no range of versions");
        };
    }
}
