package dev.cooper.cli.sync;

import java.util.Optional;

/**
 * A semantic version, read as loosely as tags are written: {@code v1.2} is 1.2.0.
 *
 * @param major the first number
 * @param minor the second
 * @param patch the third
 * @param preRelease what follows a dash, or ""
 */
record Semver(long major, long minor, long patch, String preRelease) implements Comparable<Semver> {

    /** Reads a version; empty when the text is none. */
    static Optional<Semver> parse(String text) {
        String rest = text.startsWith("v") ? text.substring(1) : text;
        int plus = rest.indexOf('+');
        if (plus >= 0) {
            rest = rest.substring(0, plus);
        }
        int dash = rest.indexOf('-');
        String pre = dash < 0 ? "" : rest.substring(dash + 1);
        String[] numbers = (dash < 0 ? rest : rest.substring(0, dash)).split("\\.", -1);
        if (numbers.length > 3 || (dash >= 0 && !isPreRelease(pre))) {
            return Optional.empty();
        }
        long[] values = new long[3];
        for (int i = 0; i < numbers.length; i++) {
            if (!isNumber(numbers[i])) {
                return Optional.empty();
            }
            values[i] = Long.parseLong(numbers[i]);
        }
        return Optional.of(new Semver(values[0], values[1], values[2], pre));
    }

    static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= 18
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isPreRelease(String text) {
        for (String part : text.split("\\.", -1)) {
            boolean known =
                    !part.isEmpty()
                            && part.chars()
                                    .allMatch(c ->
                                            c == '-'
                                                    || (c >= '0' && c <= '9')
                                                    || (c >= 'a' && c <= 'z')
                                                    || (c >= 'A' && c <= 'Z'));
            if (!known) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(Semver other) {
        int order = Long.compare(major, other.major);
        order = order != 0 ? order : Long.compare(minor, other.minor);
        order = order != 0 ? order : Long.compare(patch, other.patch);
        return order != 0 ? order : comparePreRelease(preRelease, other.preRelease);
    }

    private static int comparePreRelease(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty()); // a release comes after
        }
        String[] left = a.split("\\.", -1);
        String[] right = b.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean bothNumbers = isNumber(left[i]) && isNumber(right[i]);
            int order =
                    bothNumbers
                            ? Long.compare(Long.parseLong(left[i]), Long.parseLong(right[i]))
                            : isNumber(left[i]) != isNumber(right[i])
                                    ? Boolean.compare(isNumber(right[i]), isNumber(left[i]))
                                    : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }
}
