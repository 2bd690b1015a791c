package dev.cooper.policy.rego;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Works out what rules say. */
final class Rules {
    private final Budget budget;

    Rules(Budget budget) {
        this.budget = budget;
    }

    /** The document that the rules of one place make; empty when none of them holds. */
    Optional<Value> document(Node node, Evaluator evaluator) {
        boolean isWhole =
                node.rules().stream().allMatch(each -> each.keys().isEmpty() && !each.contains());
        return isWhole
                ? complete(node.rules(), List.of(), evaluator)
                : Optional.of(partial(node, evaluator));
    }

    Optional<Value> call(List<Rule> rules, List<Value> args, Evaluator evaluator) {
        return complete(rules, args, evaluator);
    }

    private Optional<Value> complete(List<Rule> rules, List<Value> args, Evaluator evaluator) {
        List<Value> found = new ArrayList<>();
        for (Rule rule : rules) {
            if (!rule.isDefault()) {
                complete(rule, args, evaluator).ifPresent(value -> add(found, value, rule));
            }
        }
        for (Rule rule : rules) {
            if (rule.isDefault() && found.isEmpty()) {
                complete(rule, args, evaluator).ifPresent(found::add);
            }
        }
        return found.stream().findFirst();
    }

    private static void add(List<Value> found, Value value, Rule rule) {
        if (!found.isEmpty() && found.getFirst().compareTo(value) != 0) {
            throw new RegoException(
                    rule.place() + ": " + String.join(".", rule.path()) + " would have two values");
        }
        found.add(value);
    }

    private Optional<Value> complete(Rule rule, List<Value> args, Evaluator evaluator) {
        @Nullable Value[] frame = new Value[rule.slots()];
        List<Value> found = new ArrayList<>();
        boolean single = rule.value() instanceof Term.Const;
        args(
                rule,
                args,
                0,
                frame,
                evaluator,
                () ->
                        evaluator.body(
                                rule.body(),
                                0,
                                frame,
                                () ->
                                        evaluator.term(
                                                rule.value(),
                                                frame,
                                                value -> {
                                                    add(found, value, rule);
                                                    return single;
                                                })));
        if (!found.isEmpty()) {
            return Optional.of(found.getFirst());
        }
        return rule.otherwise().isPresent()
                ? complete(rule.otherwise().get(), args, evaluator)
                : Optional.empty();
    }

    private static boolean args(
            Rule rule,
            List<Value> args,
            int from,
            @Nullable Value[] frame,
            Evaluator evaluator,
            Evaluator.Next next) {
        if (rule.args().size() != args.size()) {
            throw new RegoException(
                    rule.place()
                            + ": the function "
                            + String.join(".", rule.path())
                            + " takes "
                            + rule.args().size()
                            + " values, not "
                            + args.size());
        }
        return from == args.size()
                ? next.go()
                : evaluator.match(
                        rule.args().get(from),
                        args.get(from),
                        frame,
                        () -> args(rule, args, from + 1, frame, evaluator, next));
    }

    /** Something between a set and an object that is still to be filled. */
    private static final class Growing {
        private final TreeSet<Value> items = new TreeSet<>();
        private final Map<Value, Growing> below = new TreeMap<>();
        private @Nullable Value value;
        private boolean isSet;

        Value done() {
            if (value != null) {
                return value;
            }
            if (isSet) {
                return Value.set(items);
            }
            Map<Value, Value> all = new TreeMap<>();
            below.forEach((key, each) -> all.put(key, each.done()));
            return Value.object(all);
        }
    }

    private Value partial(Node node, Evaluator evaluator) {
        Growing all = new Growing();
        for (Rule rule : node.rules()) {
            if (rule.keys().isEmpty() && rule.contains()) {
                all.isSet = true;
            }
            if (rule.keys().isEmpty() && !rule.contains()) {
                complete(rule, List.of(), evaluator).ifPresent(one -> merge(all, one, rule));
                continue;
            }
            @Nullable Value[] frame = new Value[rule.slots()];
            evaluator.body(rule.body(), 0, frame, () -> keys(rule, 0, all, frame, evaluator));
        }
        return budget.made(all.done());
    }

    private static void merge(Growing all, Value value, Rule rule) {
        if (!(value instanceof Value.Obj it)) {
            throw new RegoException(
                    rule.place() + ": " + String.join(".", rule.path()) + " would have two values");
        }
        it.entries()
                .forEach((key, one) ->
                        all.below.computeIfAbsent(key, _ -> new Growing()).value = one);
    }

    private boolean keys(
            Rule rule, int from, Growing into, @Nullable Value[] frame, Evaluator evaluator) {
        if (from == rule.keys().size()) {
            return evaluator.term(
                    rule.value(),
                    frame,
                    value -> {
                        budget.spend(1);
                        put(rule, into, value);
                        return false;
                    });
        }
        return evaluator.term(
                rule.keys().get(from),
                frame,
                key ->
                        keys(
                                rule,
                                from + 1,
                                into.below.computeIfAbsent(key, _ -> new Growing()),
                                frame,
                                evaluator));
    }

    private static void put(Rule rule, Growing into, Value value) {
        if (rule.contains()) {
            into.isSet = true;
            into.items.add(value);
            return;
        }
        if (into.value != null && into.value.compareTo(value) != 0) {
            throw new RegoException(
                    rule.place()
                            + ": a key of "
                            + String.join(".", rule.path())
                            + " would have two values");
        }
        into.value = value;
    }
}
