package dev.cooper.policy.rego;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * A semantic version.
 *
 * @param before what makes it older than the one without
 */
record Version(BigInteger major, BigInteger minor, BigInteger patch, List<String> before)
        implements Comparable<Version> {
    private static final int LONGEST = 256;
    private static final Pattern FORM =
            Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]+)?");

    static Optional<Version> of(Value value) {
        if (!(value instanceof Value.Str text) || text.text().length() > LONGEST) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(text.text());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String before = matcher.group(4);
        return Optional.of(
                new Version(
                        new BigInteger(matcher.group(1)),
                        new BigInteger(matcher.group(2)),
                        new BigInteger(matcher.group(3)),
                        before == null ? List.of() : List.of(before.split("\\.", -1))));
    }

    @Override
    public int compareTo(Version other) {
        int order = major.compareTo(other.major);
        order = order == 0 ? minor.compareTo(other.minor) : order;
        order = order == 0 ? patch.compareTo(other.patch) : order;
        if (order != 0 || before.equals(other.before)) {
            return order;
        }
        if (before.isEmpty() || other.before.isEmpty()) {
            return before.isEmpty() ? 1 : -1;
        }
        for (int i = 0; i < Math.min(before.size(), other.before.size()); i++) {
            int part = compare(before.get(i), other.before.get(i));
            if (part != 0) {
                return part;
            }
        }
        return Integer.compare(before.size(), other.before.size());
    }

    private static int compare(String one, String two) {
        boolean first = isNumber(one);
        boolean second = isNumber(two);
        if (first && second) {
            return new BigInteger(one).compareTo(new BigInteger(two));
        }
        return first == second ? one.compareTo(two) : first ? -1 : 1;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
