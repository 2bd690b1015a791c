package dev.cooper.policy.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** What is done with texts. */
final class Strings {
    private Strings() {}

    static void addTo(Library library) {
        library.add("contains", 2, a -> a.text(0).contains(a.text(1)));
        library.add("startsWith", 2, a -> a.text(0).startsWith(a.text(1)));
        library.add("endsWith", 2, a -> a.text(0).endsWith(a.text(1)));
        library.add("matches", 2, a -> pattern(a.text(1)).matcher(a.text(0)).find());
        library.add("charAt", 2, Strings::charAt);
        library.add("indexOf", 2, 3, Strings::indexOf);
        library.add("lastIndexOf", 2, 3, Strings::lastIndexOf);
        library.add("join", 1, 2, Strings::join);
        library.add("lowerAscii", 1, a -> mapped(a.text(0), Strings::lower));
        library.add("upperAscii", 1, a -> mapped(a.text(0), Strings::upper));
        library.add("replace", 3, 4, Strings::replace);
        library.add("split", 2, 3, Strings::split);
        library.add("substring", 2, 3, Strings::substring);
        library.add("trim", 1, a -> trim(a.text(0)));
        library.add("reverse", 1, a -> reversed(a.at(0)));
        library.add("strings.quote", 1, a -> Quoted.of(a.text(0)));
        library.add("find", 2, Strings::find);
        library.add("findAll", 2, 3, Strings::findAll);
        library.add("format", 2, a -> new Format(a.text(0), a.list(1)).text());
        library.add(
                "base64.encode",
                1,
                a -> Base64.getEncoder().encodeToString(a.at(0, Bytes.class).content()));
        library.add("base64.decode", 1, a -> decoded(a.text(0)));
    }

    /** A value as messages show it. */
    static String text(@Nullable Object value) {
        return value instanceof String || Comparisons.isNumber(value) || value instanceof Boolean
                ? Conversions.toText(value)
                : TypeName.of(value).name();
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new CelException(
                    "\"" + text + "\" is no regular expression: " + e.getDescription());
        }
    }

    private static Bytes decoded(String text) {
        try {
            return new Bytes(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            throw new CelException("no base64");
        }
    }

    private static CelException outOfRange(long index) {
        return new CelException("index out of range: " + index);
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String charAt(Arguments a) {
        String text = a.text(0);
        int index = a.integer(1);
        int size = codePoints(text);
        if (index < 0 || index > size) {
            throw outOfRange(index);
        }
        return index == size ? "" : sub(text, index, index + 1);
    }

    private static String sub(String text, int from, int to) {
        int begin = text.offsetByCodePoints(0, from);
        return text.substring(begin, text.offsetByCodePoints(begin, to - from));
    }

    private static Object indexOf(Arguments a) {
        if (a.at(0) instanceof List<?> list) {
            return at(list, a.at(1), 0, 1);
        }
        String text = a.text(0);
        int from = a.size() == 3 ? a.integer(2) : 0;
        if (from < 0 || from > codePoints(text)) {
            throw outOfRange(from);
        }
        int found = text.indexOf(a.text(1), text.offsetByCodePoints(0, from));
        return found < 0 ? -1L : (long) text.codePointCount(0, found);
    }

    private static Object lastIndexOf(Arguments a) {
        if (a.at(0) instanceof List<?> list) {
            return at(list, a.at(1), list.size() - 1, -1);
        }
        String text = a.text(0);
        int size = codePoints(text);
        int from = a.size() == 3 ? a.integer(2) : size;
        if (from < 0 || from > size) {
            throw outOfRange(from);
        }
        int found = text.lastIndexOf(a.text(1), text.offsetByCodePoints(0, from));
        return found < 0 ? -1L : (long) text.codePointCount(0, found);
    }

    private static long at(List<?> list, @Nullable Object value, int from, int step) {
        for (int i = from; i >= 0 && i < list.size(); i += step) {
            if (Comparisons.equal(list.get(i), value)) {
                return i;
            }
        }
        return -1;
    }

    private static String join(Arguments a) {
        String separator = a.size() == 2 ? a.text(1) : "";
        List<String> parts = new ArrayList<>();
        for (Object each : a.list(0)) {
            if (!(each instanceof String part)) {
                throw CelException.noOverload("join");
            }
            parts.add(part);
        }
        return String.join(separator, parts);
    }

    private static String mapped(String text, IntUnaryOperator map) {
        StringBuilder mapped = new StringBuilder();
        text.codePoints().map(map).forEach(mapped::appendCodePoint);
        return mapped.toString();
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    private static int upper(int c) {
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    }

    private static String replace(Arguments a) {
        String text = a.text(0);
        String from = a.text(1);
        String to = a.text(2);
        if (text.length() * (1L + to.length()) > 4 << 20) {
            throw new CelException("the text becomes too long");
        }
        int most = a.size() == 4 ? a.integer(3) : -1;
        if (most < 0) {
            return text.replace(from, to);
        }
        StringBuilder replaced = new StringBuilder();
        int at = 0;
        for (int done = 0; done < most && at <= text.length(); done++) {
            int found = text.indexOf(from, at);
            if (found < 0) {
                break;
            }
            replaced.append(text, at, found).append(to);
            at = found + from.length();
            if (from.isEmpty()) {
                if (at < text.length()) {
                    replaced.append(text.charAt(at));
                }
                at++;
            }
        }
        return replaced.append(text.substring(Math.min(at, text.length()))).toString();
    }

    private static List<@Nullable Object> split(Arguments a) {
        String text = a.text(0);
        String separator = a.text(1);
        int most = a.size() == 3 ? a.integer(2) : -1;
        List<@Nullable Object> parts = new ArrayList<>();
        int at = 0;
        while (most != 0 && (most < 0 || parts.size() < most - 1)) {
            int found =
                    separator.isEmpty()
                            ? at < text.length() ? text.offsetByCodePoints(at, 1) : -1
                            : text.indexOf(separator, at);
            if (found < 0 || (separator.isEmpty() && found >= text.length())) {
                break;
            }
            parts.add(text.substring(at, found));
            at = found + separator.length();
        }
        if (most != 0 && !(text.isEmpty() && separator.isEmpty())) {
            parts.add(text.substring(at));
        }
        return parts;
    }

    private static String substring(Arguments a) {
        String text = a.text(0);
        int size = codePoints(text);
        int from = a.integer(1);
        int to = a.size() == 3 ? a.integer(2) : size;
        if (from < 0 || from > size) {
            throw outOfRange(from);
        }
        if (to < 0 || to > size) {
            throw outOfRange(to);
        }
        if (from > to) {
            throw new CelException("invalid substring range. start: " + from + ", end: " + to);
        }
        return sub(text, from, to);
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    private static String trim(String text) {
        int[] all = text.codePoints().toArray();
        int begin = 0;
        int end = all.length;
        while (begin < end && isBlank(all[begin])) {
            begin++;
        }
        while (end > begin && isBlank(all[end - 1])) {
            end--;
        }
        return new String(all, begin, end - begin);
    }

    private static Object reversed(@Nullable Object value) {
        return value instanceof List<?> list
                ? new ArrayList<>(list.reversed())
                : value instanceof String text
                        ? new StringBuilder(text).reverse().toString()
                        : new Arguments("reverse", List.of()).sized(1, 1);
    }

    private static String find(Arguments a) {
        Matcher matcher = pattern(a.text(1)).matcher(a.text(0));
        return matcher.find() ? matcher.group() : "";
    }

    private static List<@Nullable Object> findAll(Arguments a) {
        int most = a.size() == 3 ? a.integer(2) : -1;
        List<@Nullable Object> found = new ArrayList<>();
        Matcher matcher = pattern(a.text(1)).matcher(a.text(0));
        while ((most < 0 || found.size() < most) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
