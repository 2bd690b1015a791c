package dev.cooper.cli.scan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.cooper.cli.template.FunctionException;
import dev.cooper.cli.template.TemplateFunctions;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What templates for reports call: Trivy's own functions, and those of the sprig library that
 * templates for reports use.
 *
 * @param version of this program
 * @param now what the templates are told of the time
 */
record ReportFunctions(String version, Instant now, Map<String, String> environment)
        implements TemplateFunctions {
    private static final Set<String> NAMES =
            Set.of(
                    "escapeXML",
                    "escapeString",
                    "endWithPeriod",
                    "sourceID",
                    "appVersion",
                    "now",
                    "date",
                    "toString",
                    "regexFind",
                    "regexMatch",
                    "regexReplaceAll",
                    "splitList",
                    "split",
                    "first",
                    "last",
                    "list",
                    "append",
                    "join",
                    "uniq",
                    "sortAlpha",
                    "trim",
                    "trimSuffix",
                    "trimPrefix",
                    "replace",
                    "contains",
                    "hasPrefix",
                    "hasSuffix",
                    "substr",
                    "trunc",
                    "lower",
                    "upper",
                    "quote",
                    "squote",
                    "repeat",
                    "indent",
                    "nindent",
                    "sha1sum",
                    "sha256sum",
                    "b64enc",
                    "add",
                    "sub",
                    "mul",
                    "int",
                    "default",
                    "empty",
                    "coalesce",
                    "ternary",
                    "env",
                    "toJson");

    @Override
    public boolean has(String name) {
        return NAMES.contains(name);
    }

    @Override
    public @Nullable Object call(String name, List<? extends @Nullable Object> arguments) {
        try {
            return apply(name, arguments);
        } catch (IndexOutOfBoundsException e) {
            throw new FunctionException("wrong number of args for " + name);
        } catch (PatternSyntaxException e) {
            throw new FunctionException("error calling " + name + ": " + e.getMessage());
        }
    }

    private @Nullable Object apply(String name, List<? extends @Nullable Object> arguments) {
        return switch (name) {
            case "appVersion" -> version;
            case "now" -> now;
            case "date" -> GoTime.format(text(arguments, 0), time(arguments.get(1)));
            case "env" -> environment.getOrDefault(text(arguments, 0), "");
            case "toJson" -> Json.writeString(arguments.getFirst());
            case "default" -> isEmpty(arguments.get(1)) ? arguments.getFirst() : arguments.get(1);
            case "empty" -> isEmpty(arguments.getFirst());
            case "coalesce" ->
                    arguments.stream().filter(each -> !isEmpty(each)).findFirst().orElse(null);
            case "ternary" -> arguments.get(Boolean.TRUE.equals(arguments.get(2)) ? 0 : 1);
            case "add" -> numbers(arguments).stream().mapToLong(each -> each).sum();
            case "sub" -> number(arguments.get(0)) - number(arguments.get(1));
            case "mul" -> numbers(arguments).stream().reduce(1L, (a, b) -> a * b);
            case "int" -> number(arguments.getFirst());
            case "list" -> new ArrayList<>(arguments);
            case "append" -> {
                List<@Nullable Object> longer = new ArrayList<>(items(arguments.getFirst()));
                longer.add(arguments.get(1));
                yield longer;
            }
            case "first" ->
                    items(arguments.getFirst()).isEmpty()
                            ? null
                            : items(arguments.getFirst()).getFirst();
            case "last" ->
                    items(arguments.getFirst()).isEmpty()
                            ? null
                            : items(arguments.getFirst()).getLast();
            case "join" -> String.join(text(arguments, 0), texts(arguments.get(1)));
            case "uniq" -> items(arguments.getFirst()).stream().distinct().toList();
            case "sortAlpha" -> List.copyOf(new TreeSet<>(texts(arguments.getFirst())));
            case "splitList", "split" ->
                    List.of(
                            text(arguments, 1)
                                    .split(java.util.regex.Pattern.quote(text(arguments, 0)), -1));
            default -> ofText(name, arguments);
        };
    }

    private static Object ofText(String name, List<? extends @Nullable Object> arguments) {
        String last = text(arguments, arguments.size() - 1);
        return switch (name) {
            case "escapeXML" -> escaped(last, "&#34;", "&#39;");
            case "escapeString" ->
                    escaped(last, "&#34;", "&#39;")
                            .replace("&#xA;", "\n")
                            .replace("&#x9;", "\t")
                            .replace("&#xD;", "\r");
            case "endWithPeriod" -> last.endsWith(".") ? last : last + ".";
            case "regexMatch" -> regex(arguments).find();
            case "regexFind" -> {
                Matcher matcher = regex(arguments);
                yield matcher.find() ? matcher.group() : "";
            }
            case "regexReplaceAll" ->
                    Pattern.compile(text(arguments, 0))
                            .matcher(text(arguments, 1))
                            .replaceAll(last.replace("${", "$").replace("}", ""));
            case "trim" -> last.strip();
            case "trimSuffix" -> {
                String suffix = text(arguments, 0);
                yield last.endsWith(suffix)
                        ? last.substring(0, last.length() - suffix.length())
                        : last;
            }
            case "trimPrefix" -> {
                String prefix = text(arguments, 0);
                yield last.startsWith(prefix) ? last.substring(prefix.length()) : last;
            }
            case "replace" -> last.replace(text(arguments, 0), text(arguments, 1));
            case "contains" -> last.contains(text(arguments, 0));
            case "hasPrefix" -> last.startsWith(text(arguments, 0));
            case "hasSuffix" -> last.endsWith(text(arguments, 0));
            case "substr" -> {
                int from = (int) Math.max(0, number(arguments.get(0)));
                long to = number(arguments.get(1));
                int end = (int) (to < 0 || to > last.length() ? last.length() : to);
                yield from >= end ? "" : last.substring(from, end);
            }
            case "trunc" ->
                    last.substring(0, Math.clamp(number(arguments.get(0)), 0, last.length()));
            case "lower" -> last.toLowerCase(Locale.ROOT);
            case "upper" -> last.toUpperCase(Locale.ROOT);
            case "quote" -> Json.writeString(last);
            case "squote" -> "'" + last + "'";
            case "repeat" -> last.repeat(Math.clamp(number(arguments.get(0)), 0, 10_000));
            case "indent" -> indented(arguments, last);
            case "nindent" -> "\n" + indented(arguments, last);
            case "sha1sum" -> sha1(last);
            case "sha256sum" -> Digest.sha256(last.getBytes(StandardCharsets.UTF_8)).hex();
            case "b64enc" ->
                    Base64.getEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
            case "toString", "sourceID" -> last;
            default -> throw new FunctionException("function \"" + name + "\" not defined");
        };
    }

    private static String indented(List<? extends @Nullable Object> arguments, String text) {
        String space = " ".repeat(Math.clamp(number(arguments.get(0)), 0, 1_000));
        return space + text.replace("\n", "\n" + space);
    }

    private static Matcher regex(List<? extends @Nullable Object> arguments) {
        return Pattern.compile(text(arguments, 0)).matcher(text(arguments, 1));
    }

    private static String escaped(String text, String quote, String apostrophe) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", quote)
                .replace("'", apostrophe)
                .replace("\n", "&#xA;")
                .replace("\t", "&#x9;")
                .replace("\r", "&#xD;");
    }

    private static String sha1(String text) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(List<? extends @Nullable Object> arguments, int at) {
        Object value = arguments.get(at);
        return value == null ? "" : value.toString();
    }

    private static Instant time(@Nullable Object value) {
        if (value instanceof Instant time) {
            return time;
        }
        throw new FunctionException("expected a time; found " + value);
    }

    private static List<Long> numbers(List<? extends @Nullable Object> values) {
        List<Long> numbers = new ArrayList<>();
        values.forEach(each -> numbers.add(number(each)));
        return numbers;
    }

    private static long number(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Double number -> number.longValue();
            case String text
                    when !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9') ->
                    Long.parseLong(text);
            case null, default -> 0;
        };
    }

    private static List<?> items(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static List<String> texts(@Nullable Object value) {
        return items(value).stream().map(String::valueOf).toList();
    }

    private static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case Long number -> number == 0;
            case Double number -> number == 0;
            case Boolean flag -> !flag;
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }
}
