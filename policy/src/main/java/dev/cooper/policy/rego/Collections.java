package dev.cooper.policy.rego;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Functions over arrays and sets. */
final class Collections {
    private static final int LONGEST_RANGE = 1_000_000;

    private Collections() {}

    static void addTo(Map<String, Builtin> all) {
        all.put("count", given -> Value.of(count(given.at(0))));
        all.put("sum", given -> sum(given.items(0)));
        all.put("product", given -> product(given.items(0)));
        all.put(
                "min",
                given ->
                        given.items(0).stream()
                                .min(Value::compareTo)
                                .orElseThrow(Collections::undefined));
        all.put(
                "max",
                given ->
                        given.items(0).stream()
                                .max(Value::compareTo)
                                .orElseThrow(Collections::undefined));
        all.put("sort", given -> Value.array(given.items(0).stream().sorted().toList()));
        all.put("all", given -> Value.of(given.items(0).stream().allMatch(Values.TRUE::equals)));
        all.put("any", given -> Value.of(given.items(0).stream().anyMatch(Values.TRUE::equals)));
        all.put("internal.member_2", given -> Value.of(has(given.at(1), given.at(0))));
        all.put("internal.member_3", Collections::hasAt);
        all.put("array.concat", Collections::joined);
        all.put("array.slice", Collections::slice);
        all.put("array.reverse", given -> Value.array(given.array(0).reversed()));
        all.put("intersection", Collections::intersection);
        all.put("union", Collections::union);
        all.put("numbers.range", given -> range(given, 1));
        all.put("numbers.range_step", given -> range(given, given.whole(2)));
        all.put("cast_array", given -> Value.array(List.copyOf(given.items(0))));
        all.put("cast_set", given -> Value.set(given.items(0)));
    }

    private static Undefined undefined() {
        return Undefined.here();
    }

    private static long count(Value value) {
        if (value instanceof Value.Str it) {
            return it.text().codePointCount(0, it.text().length());
        }
        if (value.size() < 0) {
            throw Undefined.here();
        }
        return value.size();
    }

    private static Value sum(Collection<Value> items) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Value each : items) {
            sum = sum.add(Arguments.number(each));
        }
        return new Value.Num(sum);
    }

    private static Value product(Collection<Value> items) {
        Value.Num product = new Value.Num(BigDecimal.ONE);
        for (Value each : items) {
            product = new Value.Num(product.value().multiply(Arguments.number(each)));
        }
        return product;
    }

    private static boolean has(Value collection, Value item) {
        return switch (collection) {
            case Value.SetOf it -> it.items().contains(item);
            case Value.Arr it -> it.items().stream().anyMatch(each -> each.compareTo(item) == 0);
            case Value.Obj it ->
                    it.entries().values().stream().anyMatch(each -> each.compareTo(item) == 0);
            case Value.Null _, Value.Bool _, Value.Num _, Value.Str _ -> false;
        };
    }

    private static Value hasAt(Arguments given) {
        Value found = given.at(2).at(given.at(0));
        return Value.of(found != null && found.compareTo(given.at(1)) == 0);
    }

    private static Value joined(Arguments given) {
        List<Value> all = new ArrayList<>(given.array(0));
        all.addAll(given.array(1));
        return Value.array(all);
    }

    private static Value slice(Arguments given) {
        List<Value> items = given.array(0);
        int from = Math.clamp(given.whole(1), 0, items.size());
        int to = Math.clamp(given.whole(2), 0, items.size());
        return Value.array(from < to ? items.subList(from, to) : List.of());
    }

    private static Value intersection(Arguments given) {
        TreeSet<Value> rest = new TreeSet<>();
        boolean first = true;
        for (Value each : given.set(0)) {
            if (first) {
                rest.addAll(Arguments.set(each));
            } else {
                rest.retainAll(Arguments.set(each));
            }
            first = false;
        }
        return Value.set(rest);
    }

    private static Value union(Arguments given) {
        TreeSet<Value> all = new TreeSet<>();
        given.set(0).forEach(each -> all.addAll(Arguments.set(each)));
        return Value.set(all);
    }

    private static Value range(Arguments given, long step) {
        long from = given.whole(0);
        long to = given.whole(1);
        if (step <= 0 || Math.abs((double) to - from) / step > LONGEST_RANGE) {
            throw Undefined.here();
        }
        List<Value> all = new ArrayList<>();
        for (long at = from; from <= to ? at <= to : at >= to; at += from <= to ? step : -step) {
            given.budget().spend(1);
            all.add(Value.of(at));
        }
        return Value.array(all);
    }
}
