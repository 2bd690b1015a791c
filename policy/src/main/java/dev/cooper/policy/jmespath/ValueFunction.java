package dev.cooper.policy.jmespath;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.document.YamlNode;

import io.burt.jmespath.Adapter;
import io.burt.jmespath.function.ArgumentConstraints;
import io.burt.jmespath.function.BaseFunction;
import io.burt.jmespath.function.Function;
import io.burt.jmespath.function.FunctionArgument;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A function of Kyverno whose arguments, or whose result, are any values. */
final class ValueFunction extends BaseFunction {
    private final Body body;

    private ValueFunction(String name, int count, Body body) {
        super(name, ArgumentConstraints.listOf(count, count + 1, ArgumentConstraints.anyValue()));
        this.body = body;
    }

    /** What it does with maps, lists, texts, numbers, truth values and null. */
    private interface Body {
        @Nullable Object of(Values values);
    }

    static Function[] all() {
        return new Function[] {
            new ValueFunction("compare", 2, v -> (long) sign(v.text(0).compareTo(v.text(1)))),
            new ValueFunction("to_boolean", 1, v -> truth(v.text(0))),
            new ValueFunction("add", 2, v -> Amount.sum(List.of(v.amount(0), v.amount(1)))),
            new ValueFunction("sum", 1, v -> Amount.sum(v.amounts(0))),
            new ValueFunction("subtract", 2, v -> v.amount(0).minus(v.amount(1)).value()),
            new ValueFunction("multiply", 2, v -> v.amount(0).times(v.amount(1)).value()),
            new ValueFunction("divide", 2, v -> v.amount(0).by(v.amount(1)).value()),
            new ValueFunction("modulo", 2, v -> v.amount(0).rest(v.amount(1)).value()),
            new ValueFunction("round", 2, v -> v.amount(0).rounded(v.whole(1)).value()),
            new ValueFunction("truncate", 2, v -> truncated(v.text(0), v.whole(1))),
            new ValueFunction("replace", 4, ValueFunction::replaced),
            new ValueFunction("parse_json", 1, v -> json(v.text(0))),
            new ValueFunction("parse_yaml", 1, v -> yaml(v.text(0))),
            new ValueFunction("lookup", 2, v -> found(v.at(0), v.at(1))),
            new ValueFunction("items", 3, v -> items(v.at(0), v.text(1), v.text(2))),
            new ValueFunction("object_from_lists", 2, v -> object(v.list(0), v.list(1))),
            new ValueFunction("label_match", 2, v -> matches(v.map(0), v.map(1))),
        };
    }

    @Override
    @SuppressWarnings("unchecked") // there is one runtime, whose values are plain objects
    protected <T> T callFunction(Adapter<T> runtime, List<FunctionArgument<T>> arguments) {
        List<@Nullable Object> values = new ArrayList<>();
        arguments.forEach(each -> values.add(each.value()));
        Object result = body.of(new Values(name(), values));
        return result == null ? runtime.createNull() : (T) result;
    }

    private static int sign(int order) {
        return Integer.signum(order);
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SyntaxException("to_boolean: \"" + text + "\" is neither");
        };
    }

    private static String truncated(String text, int length) {
        if (length < 0) {
            throw new SyntaxException("truncate: want a length, not " + length);
        }
        int count = text.codePointCount(0, text.length());
        return length >= count ? text : text.substring(0, text.offsetByCodePoints(0, length));
    }

    /** As often as it is said; a number below 0 means all. */
    private static String replaced(Values values) {
        String text = values.text(0);
        String old = values.text(1);
        int times = values.whole(3);
        if (old.isEmpty()) {
            throw new SyntaxException("replace: there is nothing to replace");
        }
        StringBuilder result = new StringBuilder();
        int begin = 0;
        for (int done = 0; done != times; done++) {
            int at = text.indexOf(old, begin);
            if (at < 0) {
                break;
            }
            result.append(text, begin, at).append(values.text(2));
            begin = at + old.length();
        }
        return result.append(text.substring(begin)).toString();
    }

    private static @Nullable Object json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Object yaml(String text) {
        List<YamlNode> documents =
                YamlNode.documents("parse_yaml", text.getBytes(StandardCharsets.UTF_8));
        if (documents.size() != 1) {
            throw new SyntaxException("parse_yaml: want one document");
        }
        return documents.getFirst().value();
    }

    private static @Nullable Object found(@Nullable Object in, @Nullable Object key) {
        return switch (in) {
            case Map<?, ?> map -> map.get(String.valueOf(key));
            case List<?> list when key instanceof Number at ->
                    at.intValue() >= 0 && at.intValue() < list.size()
                            ? list.get(at.intValue())
                            : null;
            case null, default -> throw new SyntaxException("lookup: want an object or a list");
        };
    }

    private static List<Object> items(@Nullable Object of, String key, String value) {
        List<Object> all = new ArrayList<>();
        if (of instanceof Map<?, ?> map) {
            map.forEach((name, one) -> all.add(item(key, name, value, one)));
        } else if (of instanceof List<?> list) {
            for (Object each : list) {
                all.add(item(key, (long) all.size(), value, each));
            }
        } else {
            throw new SyntaxException("items: want an object or a list");
        }
        return all;
    }

    private static Map<String, @Nullable Object> item(
            String key, Object name, String value, @Nullable Object one) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put(key, name);
        item.put(value, one);
        return item;
    }

    private static Map<String, @Nullable Object> object(List<?> keys, List<?> values) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            all.put(String.valueOf(keys.get(i)), i < values.size() ? values.get(i) : null);
        }
        return all;
    }

    /** Whether all that the first wants is noted in the second. */
    private static boolean matches(Map<?, ?> wanted, Map<?, ?> found) {
        return wanted.entrySet().stream()
                .allMatch(want ->
                        found.get(want.getKey()) instanceof String one
                                && new Wildcard(String.valueOf(want.getValue())).matches(one));
    }
}
