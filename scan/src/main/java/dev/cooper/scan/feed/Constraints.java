package dev.cooper.scan.feed;

import dev.cooper.scan.advisory.AffectedVersions;
import dev.cooper.scan.advisory.AffectedVersions.Limit;
import dev.cooper.scan.advisory.AffectedVersions.Range;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads conditions on versions as scanners write them: comparisons joined by blanks or commas, any
 * of several between {@code ||}; Ruby's {@code ~>}, npm's carets, tildes and hyphens, wildcards,
 * and Maven's intervals.
 */
final class Constraints {
    private Constraints() {}

    /** The versions that any of some conditions names; an empty condition names all. */
    static List<Range> ranges(List<String> conditions) {
        List<Range> ranges = new ArrayList<>();
        for (String condition : conditions) {
            String text = condition.strip();
            if (text.startsWith("[") || text.startsWith("(")) {
                intervals(text, ranges);
                continue;
            }
            for (String alternative : text.split("\\|\\|", -1)) {
                all(alternative.strip(), ranges);
            }
        }
        return ranges;
    }

    /** The versions of conditions, without exceptions. */
    static AffectedVersions versions(List<String> vulnerable, List<String> exceptions) {
        List<Range> ranges = ranges(vulnerable);
        List<Range> unaffected = new ArrayList<>(ranges(exceptions));
        for (String condition : vulnerable) {
            for (String part : parts(condition)) {
                if (part.startsWith("!=")) {
                    unaffected.add(Range.only(part.substring(2).strip()));
                }
            }
        }
        return new AffectedVersions(ranges, List.of(), unaffected);
    }

    /** Maven's {@code [1.0,2.0),[3.0]}. */
    private static void intervals(String text, List<Range> ranges) {
        int at = 0;
        while (at < text.length()) {
            char open = text.charAt(at);
            int close = at + 1;
            while (close < text.length()
                    && text.charAt(close) != ']'
                    && text.charAt(close) != ')') {
                close++;
            }
            if ((open == '[' || open == '(') && close < text.length()) {
                String inner = text.substring(at + 1, close);
                int comma = inner.indexOf(',');
                String end = inner.substring(comma + 1).strip();
                if (comma < 0) {
                    ranges.add(Range.only(end));
                } else {
                    Limit limit =
                            end.isEmpty()
                                    ? Limit.NONE
                                    : text.charAt(close) == ']' ? Limit.LAST : Limit.FIXED;
                    String start = inner.substring(0, comma).strip();
                    ranges.add(new Range(start, open == '(' && !start.isEmpty(), limit, end));
                }
                at = close + 1;
            } else {
                at++;
            }
        }
    }

    /** Comparisons that must all hold; what holds for no version is left out. */
    private static void all(String text, List<Range> ranges) {
        String start = "";
        boolean after = false;
        Limit limit = Limit.NONE;
        String end = "";
        for (String part : parts(text)) {
            int sign = 0;
            while (sign < part.length() && "<>=!~^".indexOf(part.charAt(sign)) >= 0) {
                sign++;
            }
            String version = part.substring(sign).strip();
            switch (part.substring(0, sign)) {
                case ">", ">=", "=>" -> {
                    start = version.equals("0") ? "" : version;
                    after = part.startsWith(">") && sign == 1 && !start.isEmpty();
                }
                case "<", "<=", "=<" -> {
                    limit = sign == 1 ? Limit.FIXED : Limit.LAST;
                    end = version;
                }
                case "~>" -> {
                    start = version;
                    limit = Limit.FIXED;
                    end = next(version, Math.max(0, numbers(version).size() - 2));
                }
                case "~" -> {
                    start = version;
                    limit = Limit.FIXED;
                    end = next(version, Math.min(1, numbers(version).size() - 1));
                }
                case "^" -> {
                    start = version;
                    limit = Limit.FIXED;
                    end = next(version, firstOf(version));
                }
                case "!=" -> {} // an exception
                default -> {
                    int star = wildcard(version);
                    if (star < 0) {
                        start = version;
                        limit = Limit.LAST;
                        end = version;
                    } else if (star > 0) {
                        start = String.join(".", numbers(version).subList(0, star));
                        limit = Limit.FIXED;
                        end = next(start, star - 1);
                    }
                }
            }
        }
        ranges.add(new Range(start, after, limit, end));
    }

    /** Comparisons, each with its version; a blank may stand between the two. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        String[] words = text.replace(',', ' ').strip().split("\\s+", -1);
        String sign = "";
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word.isEmpty()) {
                continue;
            }
            if (word.equals("-") && i + 1 < words.length && !parts.isEmpty()) {
                // npm's 1.2.3 - 2.3.4
                parts.add(">=" + parts.removeLast());
                parts.add("<=" + words[++i]);
            } else if (word.chars().allMatch(c -> "<>=!~^".indexOf(c) >= 0)) {
                sign = word;
            } else {
                parts.add(sign + word);
                sign = "";
            }
        }
        return parts;
    }

    private static int wildcard(String version) {
        List<String> numbers = numbers(version);
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i).equals("*") || numbers.get(i).equalsIgnoreCase("x")) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> numbers(String version) {
        int end = 0;
        while (end < version.length() && version.charAt(end) != '-' && version.charAt(end) != '+') {
            end++;
        }
        return List.of(version.substring(0, end).split("\\.", -1));
    }

    /** The first number that is not zero, which a caret keeps. */
    private static int firstOf(String version) {
        List<String> numbers = numbers(version);
        for (int i = 0; i < numbers.size(); i++) {
            if (!numbers.get(i).chars().allMatch(c -> c == '0')) {
                return i;
            }
        }
        return numbers.size() - 1;
    }

    /** The version in which a number is one higher, and nothing follows. */
    private static String next(String version, int number) {
        List<String> numbers = new ArrayList<>(numbers(version).subList(0, number + 1));
        String last = numbers.removeLast();
        String digits = last.startsWith("v") ? last.substring(1) : last;
        try {
            numbers.add(String.valueOf(Math.addExact(Long.parseLong(digits), 1)));
        } catch (NumberFormatException | ArithmeticException e) {
            numbers.add(last);
        }
        return String.join(".", numbers);
    }
}
