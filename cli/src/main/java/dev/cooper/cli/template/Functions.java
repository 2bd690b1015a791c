package dev.cooper.cli.template;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions a template may call: Go's own and docker's. */
final class Functions {
    private Functions() {}

    static boolean exists(String name) {
        return switch (name) {
            case "and",
                    "or",
                    "not",
                    "len",
                    "index",
                    "slice",
                    "eq",
                    "ne",
                    "lt",
                    "le",
                    "gt",
                    "ge",
                    "print",
                    "printf",
                    "println",
                    "json",
                    "join",
                    "split",
                    "lower",
                    "upper",
                    "title",
                    "pad",
                    "truncate" ->
                    true;
            default -> false;
        };
    }

    static @Nullable Object call(
            String name, List<? extends @Nullable Object> arguments, boolean headings) {
        if (headings && isCosmetic(name)) {
            atLeast(name, arguments, 1);
            return arguments.getFirst();
        }
        return switch (name) {
            case "and", "or" -> {
                atLeast(name, arguments, 1);
                yield arguments.getLast();
            }
            case "not" -> !Values.truth(one(name, arguments));
            case "len" -> length(one(name, arguments));
            case "index" -> index(arguments);
            case "slice" -> slice(arguments);
            case "eq", "ne", "lt", "le", "gt", "ge" -> Comparison.of(name, arguments);
            case "print" -> Values.sprint(arguments);
            case "println" -> Values.sprintln(arguments);
            case "printf" -> {
                atLeast(name, arguments, 1);
                yield Printf.format(string(arguments, 0), arguments.subList(1, arguments.size()));
            }
            case "json" -> Values.json(one(name, arguments));
            case "lower" -> string(exactly(name, arguments, 1), 0).toLowerCase(Locale.ROOT);
            case "upper" -> string(exactly(name, arguments, 1), 0).toUpperCase(Locale.ROOT);
            case "title" -> title(string(exactly(name, arguments, 1), 0));
            case "split" -> {
                exactly(name, arguments, 2);
                yield split(string(arguments, 0), string(arguments, 1));
            }
            case "join" -> join(exactly(name, arguments, 2));
            case "pad" -> {
                exactly(name, arguments, 3);
                String text = string(arguments, 0);
                yield text.isEmpty()
                        ? text
                        : " ".repeat(number(arguments, 1))
                                + text
                                + " ".repeat(number(arguments, 2));
            }
            case "truncate" -> {
                exactly(name, arguments, 2);
                String text = string(arguments, 0);
                int most = number(arguments, 1);
                yield text.length() <= most ? text : text.substring(0, most);
            }
            default -> throw new FunctionException("function \"" + name + "\" not defined");
        };
    }

    /** Whether a heading passes through the function unchanged. */
    private static boolean isCosmetic(String name) {
        return switch (name) {
            case "json", "title", "lower", "upper", "truncate" -> true;
            default -> false;
        };
    }

    private static long length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.getBytes(StandardCharsets.UTF_8).length;
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null -> throw new FunctionException("error calling len: len of nil pointer");
            default ->
                    throw new FunctionException(
                            "error calling len: len of type " + Values.type(value));
        };
    }

    private static @Nullable Object index(List<? extends @Nullable Object> arguments) {
        atLeast("index", arguments, 1);
        Object value = arguments.getFirst();
        for (Object key : arguments.subList(1, arguments.size())) {
            value = indexOnce(value, key);
        }
        return value;
    }

    private static @Nullable Object indexOnce(@Nullable Object value, @Nullable Object key) {
        return switch (value) {
            case Map<?, ?> map -> lookUp(map, key);
            case List<?> list -> list.get(position(key, list.size()));
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                yield (long) (bytes[position(key, bytes.length)] & 0xff);
            }
            case null -> throw new FunctionException("error calling index: index of untyped nil");
            default ->
                    throw new FunctionException(
                            "error calling index: can't index item of type " + Values.type(value));
        };
    }

    private static @Nullable Object lookUp(Map<?, ?> map, @Nullable Object key) {
        if (!(key instanceof String)) {
            throw new FunctionException(
                    "error calling index: value has type "
                            + Values.type(key)
                            + "; should be string");
        }
        Object found = map.get(key);
        boolean ofStrings = !map.isEmpty() && map.values().iterator().next() instanceof String;
        return found == null && ofStrings ? "" : found; // the zero value of a map of strings
    }

    private static int position(@Nullable Object key, int size) {
        if (!(key instanceof Long at)) {
            throw new FunctionException(
                    "error calling index: cannot index slice/array with type " + Values.type(key));
        }
        if (at < 0 || at >= size) {
            throw new FunctionException("error calling index: index out of range: " + at);
        }
        return at.intValue();
    }

    private static Object slice(List<? extends @Nullable Object> arguments) {
        atLeast("slice", arguments, 1);
        Object value = arguments.getFirst();
        int size = Math.toIntExact(length(value));
        int from = arguments.size() > 1 ? number(arguments, 1) : 0;
        int to = arguments.size() > 2 ? number(arguments, 2) : size;
        if (from < 0 || to > size || from > to) {
            throw new FunctionException(
                    "error calling slice: index out of range: " + Math.max(from, to));
        }
        return value instanceof List<?> list
                ? new ArrayList<>(list.subList(from, to))
                : String.valueOf(value).substring(from, to);
    }

    private static String join(List<? extends @Nullable Object> arguments) {
        String separator = string(arguments, 1);
        return switch (arguments.getFirst()) {
            case List<?> list -> {
                StringBuilder text = new StringBuilder();
                for (Object item : list) {
                    text.append(text.isEmpty() ? "" : separator).append(Values.print(item));
                }
                yield text.toString();
            }
            case null -> "";
            case Object other ->
                    throw new FunctionException(
                            "can't handle " + shown(other) + " for arg of type []string", 0);
        };
    }

    private static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        if (separator.isEmpty()) {
            text.codePoints().forEach(point -> parts.add(Character.toString(point)));
            return parts;
        }
        while (true) {
            int next = text.indexOf(separator, from);
            if (next < 0) {
                parts.add(text.substring(from));
                return parts;
            }
            parts.add(text.substring(from, next));
            from = next + separator.length();
        }
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            boolean starts =
                    i == 0
                            || (!Character.isLetterOrDigit(out.charAt(i - 1))
                                    && out.charAt(i - 1) != '\'');
            if (starts) {
                out.setCharAt(i, Character.toTitleCase(out.charAt(i)));
            }
        }
        return out.toString();
    }

    private static @Nullable Object one(String name, List<? extends @Nullable Object> arguments) {
        return exactly(name, arguments, 1).getFirst();
    }

    private static List<? extends @Nullable Object> exactly(
            String name, List<? extends @Nullable Object> arguments, int count) {
        if (arguments.size() != count) {
            throw new FunctionException(
                    "wrong number of args for "
                            + name
                            + ": want "
                            + count
                            + " got "
                            + arguments.size());
        }
        return arguments;
    }

    static void atLeast(String name, List<? extends @Nullable Object> arguments, int count) {
        if (arguments.size() < count) {
            throw new FunctionException(
                    "wrong number of args for "
                            + name
                            + ": want at least "
                            + count
                            + " got "
                            + arguments.size());
        }
    }

    private static String string(List<? extends @Nullable Object> arguments, int at) {
        if (arguments.get(at) instanceof String text) {
            return text;
        }
        throw new FunctionException("expected string; found " + shown(arguments.get(at)), at);
    }

    private static int number(List<? extends @Nullable Object> arguments, int at) {
        if (arguments.get(at) instanceof Long value && value >= 0 && value <= Integer.MAX_VALUE) {
            return value.intValue();
        }
        throw new FunctionException("expected integer; found " + shown(arguments.get(at)), at);
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text ? Printf.quote(text) : Values.print(value);
    }
}
