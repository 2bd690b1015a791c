package dev.cooper.policy.rego;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes values. */
final class Text {
    private static final int LONGEST_PLAIN = 21;

    private final StringBuilder out = new StringBuilder();
    private final boolean compact;

    private Text(boolean compact) {
        this.compact = compact;
    }

    /** As people read it. */
    static String of(Value value) {
        Text text = new Text(false);
        text.write(value);
        return text.out.toString();
    }

    /** As JSON has it, without space; sets are arrays. */
    static String jsonOf(Value value) {
        Text text = new Text(true);
        text.write(value);
        return text.out.toString();
    }

    static String number(BigDecimal value) {
        String plain = value.toPlainString();
        if (plain.length() <= LONGEST_PLAIN || (value.scale() <= 0 && plain.length() < 400)) {
            return plain;
        }
        return value.toString().replace('E', 'e');
    }

    private void write(Value value) {
        switch (value) {
            case Value.Null _ -> out.append("null");
            case Value.Bool it -> out.append(it.value());
            case Value.Num it -> out.append(number(it.value()));
            case Value.Str it -> string(it.text());
            case Value.Arr it -> all('[', it.items(), ']');
            case Value.SetOf it when compact -> all('[', it.items(), ']');
            case Value.SetOf it when it.items().isEmpty() -> out.append("set()");
            case Value.SetOf it -> all('{', it.items(), '}');
            case Value.Obj it -> object(it);
        }
    }

    private void all(char open, Iterable<Value> items, char close) {
        out.append(open);
        for (Iterator<Value> all = items.iterator(); all.hasNext(); ) {
            write(all.next());
            if (all.hasNext()) {
                out.append(compact ? "," : ", ");
            }
        }
        out.append(close);
    }

    private void object(Value.Obj object) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<Value, Value> each : object.entries().entrySet()) {
            out.append(first ? "" : compact ? "," : ", ");
            first = false;
            if (compact && !(each.getKey() instanceof Value.Str)) {
                string(jsonOf(each.getKey()));
            } else {
                write(each.getKey());
            }
            out.append(compact ? ":" : ": ");
            write(each.getValue());
        }
        out.append('}');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    boolean escaped = c < ' ' || (compact && (c == '<' || c == '>' || c == '&'));
                    if (escaped || c == '\u2028' || c == '\u2029') {
                        String hex = Integer.toHexString(c);
                        out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** As maps, lists and so on. */
    static @Nullable Object json(Value value) {
        return switch (value) {
            case Value.Null _ -> null;
            case Value.Bool it -> it.value();
            case Value.Num it -> number(it);
            case Value.Str it -> it.text();
            case Value.Arr it -> list(it.items());
            case Value.SetOf it -> list(it.items());
            case Value.Obj it -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                it.entries()
                        .forEach((key, one) ->
                                map.put(
                                        key instanceof Value.Str text ? text.text() : jsonOf(key),
                                        json(one)));
                yield map;
            }
        };
    }

    private static Object number(Value.Num number) {
        BigDecimal value = number.value();
        return number.isWhole() && value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                ? (Object) value.longValueExact()
                : (Object) value.doubleValue();
    }

    private static List<@Nullable Object> list(Iterable<Value> items) {
        List<@Nullable Object> list = new ArrayList<>();
        items.forEach(each -> list.add(json(each)));
        return list;
    }
}
