package dev.cooper.policy.rego;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Functions over objects, and over what is nested. */
final class Objects {
    private static final int DEEPEST = 200;

    private Objects() {}

    static void addTo(Map<String, Builtin> all) {
        all.put("object.get", Objects::get);
        all.put("object.keys", given -> Value.set(given.object(0).keySet()));
        all.put("object.remove", given -> without(given, keys(given.at(1))));
        all.put("object.filter", given -> only(given, keys(given.at(1))));
        all.put("object.union", given -> union(given.at(0), given.at(1), DEEPEST));
        all.put("object.union_n", Objects::unionOfAll);
        all.put("object.subset", given -> Value.of(isPart(given.at(0), given.at(1), DEEPEST)));
        all.put("json.filter", given -> filtered(given.at(0), paths(given), 0));
        all.put("json.remove", given -> removed(given.at(0), paths(given), 0));
        all.put("walk", Objects::walk);
        all.put("graph.reachable", Objects::reachable);
    }

    private static Value get(Arguments given) {
        given.object(0);
        Value value = given.at(0);
        if (!(given.at(1) instanceof Value.Arr path)) {
            Value found = value.at(given.at(1));
            return found == null ? given.at(2) : found;
        }
        for (Value key : path.items()) {
            Value below = value.at(key);
            if (below == null) {
                return given.at(2);
            }
            value = below;
        }
        return value;
    }

    private static Collection<Value> keys(Value value) {
        return switch (value) {
            case Value.Arr it -> it.items();
            case Value.SetOf it -> it.items();
            case Value.Obj it -> it.entries().keySet();
            case Value.Null _, Value.Bool _, Value.Num _, Value.Str _ -> throw Undefined.here();
        };
    }

    private static Value without(Arguments given, Collection<Value> keys) {
        Map<Value, Value> rest = new TreeMap<>(given.object(0));
        keys.forEach(rest::remove);
        return Value.object(rest);
    }

    private static Value only(Arguments given, Collection<Value> keys) {
        Map<Value, Value> rest = new TreeMap<>(given.object(0));
        rest.keySet().retainAll(new TreeSet<>(keys));
        return Value.object(rest);
    }

    private static Value union(Value left, Value right, int deepest) {
        if (deepest == 0) {
            throw new RegoException("it is nested too deep");
        }
        Map<Value, Value> all = new TreeMap<>(Arguments.object(left));
        Arguments.object(right)
                .forEach((key, value) -> {
                    Value before = all.get(key);
                    boolean both = before instanceof Value.Obj && value instanceof Value.Obj;
                    all.put(
                            key,
                            before != null && both ? union(before, value, deepest - 1) : value);
                });
        return Value.object(all);
    }

    private static Value unionOfAll(Arguments given) {
        Value all = Values.EMPTY;
        for (Value each : given.array(0)) {
            all = union(all, each, DEEPEST);
        }
        return all;
    }

    private static boolean isPart(Value whole, Value part, int deepest) {
        if (deepest == 0) {
            throw new RegoException("it is nested too deep");
        }
        return switch (whole) {
            case Value.Obj one when part instanceof Value.Obj two ->
                    two.entries().entrySet().stream()
                            .allMatch(each -> {
                                Value there = one.entries().get(each.getKey());
                                return there != null
                                        && (there.compareTo(each.getValue()) == 0
                                                || isPart(there, each.getValue(), deepest - 1));
                            });
            case Value.SetOf one when part instanceof Value.SetOf two ->
                    one.items().containsAll(two.items());
            case Value.Arr one when part instanceof Value.SetOf two ->
                    new TreeSet<>(one.items()).containsAll(two.items());
            case Value.Arr one when part instanceof Value.Arr two ->
                    two.items().isEmpty()
                            || java.util.Collections.indexOfSubList(one.items(), two.items()) >= 0;
            case Value _ when deepest == DEEPEST -> throw Undefined.here();
            case Value _ -> false;
        };
    }

    /** The paths of {@code json.filter}: arrays, or texts as JSON pointers have them. */
    private static List<List<Value>> paths(Arguments given) {
        List<List<Value>> paths = new ArrayList<>();
        for (Value each : given.items(1)) {
            switch (each) {
                case Value.Arr it -> paths.add(it.items());
                case Value.Str it -> {
                    List<Value> path = new ArrayList<>();
                    String text = it.text().startsWith("/") ? it.text().substring(1) : it.text();
                    for (String part : text.split("/", -1)) {
                        path.add(Value.of(part.replace("~1", "/").replace("~0", "~")));
                    }
                    paths.add(path);
                }
                case Value _ -> throw Undefined.here();
            }
        }
        return paths;
    }

    private static List<List<Value>> below(List<List<Value>> paths, int depth, Value key) {
        String name = key instanceof Value.Str it ? it.text() : Text.of(key);
        return paths.stream()
                .filter(each ->
                        each.size() > depth
                                && (each.get(depth).compareTo(key) == 0
                                        || each.get(depth).equals(Value.of(name))))
                .toList();
    }

    private static Value filtered(Value value, List<List<Value>> paths, int depth) {
        if (paths.stream().anyMatch(each -> each.size() == depth) || value.size() < 0) {
            return value;
        }
        return rebuilt(
                value,
                key -> {
                    List<List<Value>> further = below(paths, depth, key);
                    Value inside = value.at(key);
                    return further.isEmpty() || inside == null
                            ? null
                            : filtered(inside, further, depth + 1);
                });
    }

    private static Value removed(Value value, List<List<Value>> paths, int depth) {
        if (value.size() < 0) {
            return value;
        }
        return rebuilt(
                value,
                key -> {
                    List<List<Value>> further = below(paths, depth, key);
                    Value inside = value.at(key);
                    boolean ends = further.stream().anyMatch(each -> each.size() == depth + 1);
                    if (ends || inside == null) {
                        return null;
                    }
                    return further.isEmpty() ? inside : removed(inside, further, depth + 1);
                });
    }

    private interface Kept {
        @Nullable Value of(Value key);
    }

    private static Value rebuilt(Value value, Kept kept) {
        Map<Value, Value> all = new TreeMap<>();
        for (Value key : value.keys()) {
            Value one = kept.of(key);
            if (one != null) {
                all.put(key, one);
            }
        }
        return switch (value) {
            case Value.Obj _ -> Value.object(all);
            case Value.SetOf _ -> Value.set(all.values());
            case Value _ -> Value.array(List.copyOf(all.values()));
        };
    }

    /** All pairs of a path and what is there, as an array; it is gone through like a relation. */
    private static Value walk(Arguments given) {
        List<Value> found = new ArrayList<>();
        walk(given.at(0), new ArrayDeque<>(), found, given.budget());
        return Value.array(found);
    }

    private static void walk(Value value, Deque<Value> path, List<Value> found, Budget budget) {
        budget.spend(1 + path.size());
        if (path.size() > DEEPEST) {
            throw new RegoException("it is nested too deep");
        }
        found.add(Value.array(List.of(Value.array(List.copyOf(path)), value)));
        for (Value key : value.keys()) {
            Value below = value.at(key);
            if (below != null) {
                path.addLast(key);
                walk(below, path, found, budget);
                path.removeLast();
            }
        }
    }

    private static Value reachable(Arguments given) {
        Map<Value, Value> graph = given.object(0);
        Deque<Value> waiting = new ArrayDeque<>(given.items(1));
        TreeSet<Value> found = new TreeSet<>();
        while (!waiting.isEmpty()) {
            given.budget().spend(1);
            Value at = waiting.remove();
            Value edges = graph.get(at);
            if (edges != null && found.add(at)) {
                waiting.addAll(keys(edges));
            }
        }
        return Value.set(found);
    }
}
