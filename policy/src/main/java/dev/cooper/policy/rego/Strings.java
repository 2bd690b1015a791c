package dev.cooper.policy.rego;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Functions over texts. */
final class Strings {
    private static final int LONGEST = 4 << 20;

    private Strings() {}

    static void addTo(Map<String, Builtin> all) {
        test(all, "startswith", String::startsWith);
        test(all, "endswith", String::endsWith);
        test(all, "contains", String::contains);
        all.put("strings.any_prefix_match", given -> any(given, String::startsWith));
        all.put("strings.any_suffix_match", given -> any(given, String::endsWith));
        all.put("lower", given -> Value.of(given.text(0).toLowerCase(Locale.ROOT)));
        all.put("upper", given -> Value.of(given.text(0).toUpperCase(Locale.ROOT)));
        all.put("concat", given -> Value.of(String.join(given.text(0), given.texts(1))));
        all.put("split", Strings::split);
        all.put("replace", given -> replaced(given.text(0), given.text(1), given.text(2)));
        all.put("strings.replace_n", Strings::replacedAll);
        all.put("trim", given -> trimmed(given.text(0), given.text(1), true, true));
        all.put("trim_left", given -> trimmed(given.text(0), given.text(1), true, false));
        all.put("trim_right", given -> trimmed(given.text(0), given.text(1), false, true));
        all.put("trim_space", given -> Value.of(given.text(0).strip()));
        all.put("trim_prefix", given -> withoutPrefix(given.text(0), given.text(1)));
        all.put("trim_suffix", given -> withoutSuffix(given.text(0), given.text(1)));
        all.put("substring", Strings::part);
        all.put("indexof", given -> indexOf(given.text(0), given.text(1)));
        all.put("indexof_n", given -> allIndexes(given.text(0), given.text(1)));
        all.put("strings.reverse", given -> Value.of(reversed(given.text(0))));
        all.put("strings.count", given -> count(given.text(0), given.text(1)));
        all.put("format_int", Strings::inBase);
        all.put("sprintf", given -> Value.of(Format.of(given.text(0), given.array(1))));
    }

    private static void test(
            Map<String, Builtin> all, String name, BiPredicate<String, String> holds) {
        all.put(name, given -> Value.of(holds.test(given.text(0), given.text(1))));
    }

    private static Value any(Arguments given, BiPredicate<String, String> holds) {
        for (String text : given.textOrTexts(0)) {
            for (String other : given.textOrTexts(1)) {
                given.budget().spend(1);
                if (holds.test(text, other)) {
                    return Values.TRUE;
                }
            }
        }
        return Values.FALSE;
    }

    private static List<Value> values(List<String> texts) {
        return texts.stream().map(Value::of).toList();
    }

    private static Value split(Arguments given) {
        String text = given.text(0);
        String by = given.text(1);
        List<String> parts = new ArrayList<>();
        if (by.isEmpty()) {
            text.codePoints().forEach(each -> parts.add(Character.toString(each)));
            return Value.array(values(parts));
        }
        int at = 0;
        for (int next = text.indexOf(by); next >= 0; next = text.indexOf(by, at)) {
            parts.add(text.substring(at, next));
            at = next + by.length();
        }
        parts.add(text.substring(at));
        return Value.array(values(parts));
    }

    private static Value replaced(String text, String old, String with) {
        long most = (long) (text.length() + 1) * (with.length() + 1L);
        if (most > LONGEST && with.length() > old.length()) {
            throw new RegoException("a text would be too long");
        }
        return Value.of(text.replace(old, with));
    }

    /** At every place, the first of the patterns that is there is replaced. */
    private static Value replacedAll(Arguments given) {
        Map<String, String> all = new TreeMap<>();
        given.object(0)
                .forEach((key, value) -> all.put(Arguments.text(key), Arguments.text(value)));
        String text = given.text(1);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            given.budget().spend(1 + all.size());
            String found = "";
            for (String each : all.keySet()) {
                if (!each.isEmpty() && text.startsWith(each, at)) {
                    found = each;
                    break;
                }
            }
            out.append(found.isEmpty() ? text.substring(at, at + 1) : all.get(found));
            at += Math.max(1, found.length());
            if (out.length() > LONGEST) {
                throw new RegoException("a text would be too long");
            }
        }
        return Value.of(out.toString());
    }

    private static Value trimmed(String text, String any, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && any.indexOf(text.codePointAt(from)) >= 0) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && to > from && any.indexOf(text.codePointBefore(to)) >= 0) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return Value.of(text.substring(from, to));
    }

    private static Value withoutPrefix(String text, String prefix) {
        return Value.of(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
    }

    private static Value withoutSuffix(String text, String suffix) {
        return Value.of(
                text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
    }

    private static Value part(Arguments given) {
        int[] points = given.text(0).codePoints().toArray();
        long from = given.whole(1);
        long length = given.whole(2);
        if (from < 0) {
            throw Undefined.here();
        }
        int begin = (int) Math.min(from, points.length);
        int count =
                length < 0 ? points.length - begin : (int) Math.min(length, points.length - begin);
        return Value.of(new String(points, begin, count));
    }

    private static Value indexOf(String text, String part) {
        if (part.isEmpty()) {
            throw Undefined.here();
        }
        int at = text.indexOf(part);
        return Value.of(at < 0 ? -1 : text.codePointCount(0, at));
    }

    private static Value allIndexes(String text, String part) {
        if (part.isEmpty()) {
            throw Undefined.here();
        }
        List<Value> all = new ArrayList<>();
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            all.add(Value.of(text.codePointCount(0, at)));
        }
        return Value.array(all);
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    private static Value count(String text, String part) {
        if (part.isEmpty()) {
            return Value.of(text.codePointCount(0, text.length()) + 1L);
        }
        long count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return Value.of(count);
    }

    private static Value inBase(Arguments given) {
        long base = given.whole(1);
        if (base != 2 && base != 8 && base != 10 && base != 16) {
            throw Undefined.here();
        }
        BigInteger whole = given.number(0).setScale(0, java.math.RoundingMode.FLOOR).toBigInteger();
        return Value.of(whole.toString((int) base));
    }
}
