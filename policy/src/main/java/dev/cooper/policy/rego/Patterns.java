package dev.cooper.policy.rego;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Regular expressions (RE2) and patterns of names. */
final class Patterns {
    private static final int LONGEST = 4 << 20;

    private Patterns() {}

    static void addTo(Map<String, Builtin> all) {
        Builtin match = given -> Value.of(compiled(given.text(0)).matcher(given.text(1)).find());
        all.put("regex.match", match);
        all.put("re_match", match);
        all.put("regex.is_valid", given -> Value.of(isValid(given.at(0))));
        all.put("regex.split", Patterns::split);
        all.put("regex.replace", Patterns::replaced);
        all.put("regex.find_n", Patterns::found);
        all.put("regex.find_all_string_submatch_n", Patterns::groups);
        all.put("glob.match", Patterns::glob);
        all.put("glob.quote_meta", given -> Value.of(quoted(given.text(0))));
    }

    private static Pattern compiled(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException _) {
            throw Undefined.here();
        }
    }

    private static boolean isValid(Value pattern) {
        if (!(pattern instanceof Value.Str it)) {
            return false;
        }
        try {
            return !Pattern.compile(it.text()).toString().isEmpty() || it.text().isEmpty();
        } catch (PatternSyntaxException _) {
            return false;
        }
    }

    private static Value split(Arguments given) {
        List<Value> parts = new ArrayList<>();
        String text = given.text(1);
        Matcher matcher = compiled(given.text(0)).matcher(text);
        int at = 0;
        while (matcher.find()) {
            boolean nothing = matcher.end() == 0 || matcher.start() == text.length();
            if (matcher.start() == matcher.end() && nothing) {
                continue;
            }
            parts.add(Value.of(text.substring(at, matcher.start())));
            at = matcher.end();
        }
        parts.add(Value.of(text.substring(at)));
        return Value.array(parts);
    }

    private static Value replaced(Arguments given) {
        String text = given.text(0);
        String with = given.text(2);
        Matcher matcher = compiled(given.text(1)).matcher(text);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (matcher.find()) {
            out.append(text, at, matcher.start());
            expand(with, matcher, out);
            at = matcher.end();
            if (out.length() > LONGEST) {
                throw new RegoException("a text would be too long");
            }
        }
        return Value.of(out.append(text.substring(at)).toString());
    }

    /** Go's {@code $1} and <code>${name}</code>. */
    private static void expand(String with, Matcher matcher, StringBuilder out) {
        int at = 0;
        while (at < with.length()) {
            char c = with.charAt(at++);
            if (c != '$' || at == with.length()) {
                out.append(c);
                continue;
            }
            if (with.charAt(at) == '$') {
                out.append('$');
                at++;
                continue;
            }
            boolean braces = with.charAt(at) == '{';
            int from = braces ? at + 1 : at;
            int to = from;
            while (to < with.length()
                    && (Character.isLetterOrDigit(with.charAt(to)) || with.charAt(to) == '_')) {
                to++;
            }
            boolean closed = !braces || (to < with.length() && with.charAt(to) == '}');
            if (to == from || !closed) {
                out.append('$');
                continue;
            }
            out.append(group(matcher, with.substring(from, to)));
            at = braces ? to + 1 : to;
        }
    }

    private static String group(Matcher matcher, String name) {
        String found = null;
        try {
            if (Character.isDigit(name.charAt(0))) {
                int number = Integer.parseInt(name);
                found = number <= matcher.groupCount() ? matcher.group(number) : null;
            } else {
                found = matcher.group(name);
            }
        } catch (IllegalArgumentException _) {
            return "";
        }
        return found == null ? "" : found;
    }

    private static Value found(Arguments given) {
        List<Value> all = new ArrayList<>();
        long most = given.whole(2);
        Matcher matcher = compiled(given.text(0)).matcher(given.text(1));
        while ((most < 0 || all.size() < most) && matcher.find()) {
            all.add(Value.of(matcher.group()));
        }
        return Value.array(all);
    }

    private static Value groups(Arguments given) {
        List<Value> all = new ArrayList<>();
        long most = given.whole(2);
        Matcher matcher = compiled(given.text(0)).matcher(given.text(1));
        while ((most < 0 || all.size() < most) && matcher.find()) {
            List<Value> groups = new ArrayList<>();
            for (int i = 0; i <= matcher.groupCount(); i++) {
                String group = matcher.group(i);
                groups.add(Value.of(group == null ? "" : group));
            }
            all.add(Value.array(groups));
        }
        return Value.array(all);
    }

    private static Value glob(Arguments given) {
        List<String> delimiters = new ArrayList<>();
        switch (given.at(1)) {
            case Value.Null _ -> {}
            case Value _ -> {
                delimiters.addAll(given.texts(1));
                if (delimiters.isEmpty()) {
                    delimiters.add(".");
                }
            }
        }
        String pattern = globPattern(given.text(0), String.join("", delimiters));
        return Value.of(compiled(pattern).matcher(given.text(2)).matches());
    }

    private static String globPattern(String glob, String delimiters) {
        String one = delimiters.isEmpty() ? "(?s:.)" : "[^" + escaped(delimiters) + "]";
        StringBuilder out = new StringBuilder();
        int braces = 0;
        for (int at = 0; at < glob.length(); at++) {
            char c = glob.charAt(at);
            switch (c) {
                case '*' -> {
                    boolean any = at + 1 < glob.length() && glob.charAt(at + 1) == '*';
                    at += any ? 1 : 0;
                    out.append(any ? "(?s:.)*" : one + "*");
                }
                case '?' -> out.append(one);
                case '{' -> {
                    braces++;
                    out.append("(?:");
                }
                case '}' -> {
                    out.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> out.append(braces > 0 ? "|" : ",");
                case '[' -> {
                    int end = glob.indexOf(']', at + 2);
                    if (end < 0) {
                        throw Undefined.here();
                    }
                    String inside = glob.substring(at + 1, end);
                    boolean not = inside.startsWith("!");
                    String letters = not ? inside.substring(1) : inside;
                    out.append(not ? "[^" : "[").append(range(letters)).append(']');
                    at = end;
                }
                case '\\' -> {
                    at++;
                    out.append(at < glob.length() ? Pattern.quote(glob.substring(at, at + 1)) : "");
                }
                default -> out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (braces > 0) {
            throw Undefined.here();
        }
        return out.toString();
    }

    private static String range(String letters) {
        boolean isRange = letters.length() == 3 && letters.charAt(1) == '-';
        return isRange
                ? escaped(letters.substring(0, 1)) + "-" + escaped(letters.substring(2))
                : escaped(letters);
    }

    private static String escaped(String letters) {
        StringBuilder out = new StringBuilder();
        letters.codePoints()
                .forEach(each -> {
                    if (!Character.isLetterOrDigit(each)) {
                        out.append('\\');
                    }
                    out.appendCodePoint(each);
                });
        return out.toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if ("*?\\[]{}".indexOf(text.charAt(i)) >= 0) {
                out.append('\\');
            }
            out.append(text.charAt(i));
        }
        return out.toString();
    }
}
