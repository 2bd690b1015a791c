package dev.cooper.policy.rego;

import dev.cooper.policy.rego.Evaluator.Each;
import dev.cooper.policy.rego.Term.Call;
import dev.cooper.policy.rego.Term.Const;
import dev.cooper.policy.rego.Term.Ref;
import dev.cooper.policy.rego.Term.Root;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What can be asked for: the input, the data, the documents that rules make, and functions. */
final class Documents {
    private final Program program;
    private final @Nullable Value input;
    private final Value data;
    private final Map<List<String>, Value> instead;
    private final Map<List<String>, Object> functions;
    private final Rules rules;
    private final Map<Node, Optional<Value>> known = new HashMap<>();
    private final Set<Node> running = new HashSet<>();

    Documents(
            Program program,
            @Nullable Value input,
            Value data,
            Map<List<String>, Value> instead,
            Map<List<String>, Object> functions,
            Budget budget) {
        this.program = program;
        this.input = input;
        this.data = data;
        this.instead = instead;
        this.functions = functions;
        this.rules = new Rules(budget);
        this.budget = budget;
    }

    private final Budget budget;

    @Nullable Value input() {
        return input;
    }

    boolean isFunction(List<String> name) {
        return program.functions().containsKey(name)
                || Builtins.ALL.containsKey(String.join(".", name));
    }

    /** The same with another input, or other data. */
    Documents with(Term target, Value value) {
        List<String> path = new ArrayList<>();
        boolean isInput = target instanceof Root root && root.isInput();
        if (target instanceof Ref ref) {
            isInput = ref.head() instanceof Root root && root.isInput();
            for (Term part : ref.parts()) {
                if (!(part instanceof Const it && it.value() instanceof Value.Str text)) {
                    throw new RegoException(part.place() + ": want a name after \"with\"");
                }
                path.add(text.text());
            }
        }
        if (isInput) {
            Value changed = put(input, path, 0, value);
            return new Documents(program, changed, data, instead, functions, budget);
        }
        Map<List<String>, Value> other = new HashMap<>(instead);
        other.keySet().removeIf(each -> starts(each, path));
        other.put(List.copyOf(path), value);
        return new Documents(program, input, data, other, functions, budget);
    }

    private static boolean starts(List<String> path, List<String> beginning) {
        return path.size() >= beginning.size()
                && path.subList(0, beginning.size()).equals(beginning);
    }

    /** The same with another function, or a value in its place. */
    Documents withFunction(List<String> name, Object other) {
        Map<List<String>, Object> changed = new HashMap<>(functions);
        changed.put(name, other);
        return new Documents(program, input, data, instead, changed, budget);
    }

    private static Value put(@Nullable Value in, List<String> path, int from, Value value) {
        if (from == path.size()) {
            return value;
        }
        Map<Value, Value> entries =
                in instanceof Value.Obj it ? new TreeMap<>(it.entries()) : new TreeMap<>();
        Value key = Value.of(path.get(from));
        entries.put(key, put(entries.get(key), path, from + 1, value));
        return Value.object(entries);
    }

    boolean root(boolean isInput, Evaluator evaluator, Each each) {
        if (isInput) {
            return input != null && each.of(input);
        }
        return walk(List.of(), evaluator, new Value[0], each);
    }

    /** Goes along a reference into the data and the documents of rules. */
    boolean walk(List<Term> parts, Evaluator evaluator, @Nullable Value[] frame, Each each) {
        return walk(program.root(), data, List.of(), parts, evaluator, frame, each);
    }

    private boolean walk(
            @Nullable Node node,
            @Nullable Value base,
            List<String> path,
            List<Term> parts,
            Evaluator evaluator,
            @Nullable Value[] frame,
            Each each) {
        int from = path.size();
        Value other = instead.get(path);
        if (other != null) {
            return evaluator.into(put(other, path), parts, from, frame, each);
        }
        boolean changed = instead.keySet().stream().anyMatch(one -> starts(one, path));
        if (node == null && !changed) {
            return base != null && evaluator.into(base, parts, from, frame, each);
        }
        if (from == parts.size() || (node != null && node.isRule())) {
            Optional<Value> whole = whole(node, base, path, evaluator);
            return whole.isPresent() && evaluator.into(whole.get(), parts, from, frame, each);
        }
        Term part = parts.get(from);
        if (evaluator.isKnown(part, frame)) {
            return evaluator.term(
                    part,
                    frame,
                    key ->
                            key instanceof Value.Str name
                                    && below(
                                            node, base, path, name, parts, evaluator, frame, each));
        }
        for (Value name : names(node, base, path)) {
            boolean stop =
                    name instanceof Value.Str text
                            && evaluator.match(
                                    part,
                                    name,
                                    frame,
                                    () ->
                                            below(
                                                    node, base, path, text, parts, evaluator, frame,
                                                    each));
            if (stop) {
                return true;
            }
        }
        return false;
    }

    /** What stands instead of something, with what stands instead of its parts. */
    private Value put(Value other, List<String> path) {
        Value all = other;
        for (Map.Entry<List<String>, Value> one : instead.entrySet()) {
            if (one.getKey().size() > path.size() && starts(one.getKey(), path)) {
                all =
                        put(
                                all,
                                one.getKey().subList(path.size(), one.getKey().size()),
                                0,
                                one.getValue());
            }
        }
        return all;
    }

    private Set<Value> names(@Nullable Node node, @Nullable Value base, List<String> path) {
        Set<Value> names = new LinkedHashSet<>();
        if (base instanceof Value.Obj it) {
            names.addAll(it.keys());
        }
        if (node != null) {
            node.children().keySet().forEach(each -> names.add(Value.of(each)));
        }
        for (List<String> each : instead.keySet()) {
            if (each.size() > path.size() && starts(each, path)) {
                names.add(Value.of(each.get(path.size())));
            }
        }
        return names;
    }

    private boolean below(
            @Nullable Node node,
            @Nullable Value base,
            List<String> path,
            Value.Str name,
            List<Term> parts,
            Evaluator evaluator,
            @Nullable Value[] frame,
            Each each) {
        List<String> deeper = new ArrayList<>(path);
        deeper.add(name.text());
        return walk(
                node == null ? null : node.children().get(name.text()),
                base == null ? null : base.at(name),
                deeper,
                parts,
                evaluator,
                frame,
                each);
    }

    /** The whole document at a place. */
    private Optional<Value> whole(
            @Nullable Node node, @Nullable Value base, List<String> path, Evaluator evaluator) {
        Value other = instead.get(path);
        if (other != null) {
            return Optional.of(put(other, path));
        }
        if (node != null && node.isRule()) {
            return document(node, base, evaluator);
        }
        if (base != null && !(base instanceof Value.Obj)) {
            return Optional.of(base);
        }
        Map<Value, Value> all = new TreeMap<>();
        for (Value name : names(node, base, path)) {
            if (name instanceof Value.Str text) {
                List<String> deeper = new ArrayList<>(path);
                deeper.add(text.text());
                whole(
                                node == null ? null : node.children().get(text.text()),
                                base == null ? null : base.at(name),
                                deeper,
                                evaluator)
                        .ifPresent(value -> all.put(name, value));
            }
        }
        boolean isThere = base != null || node != null || !all.isEmpty();
        return isThere ? Optional.of(budget.made(Value.object(all))) : Optional.empty();
    }

    private Optional<Value> document(Node node, @Nullable Value base, Evaluator evaluator) {
        Optional<Value> before = known.get(node);
        if (before != null) {
            return before;
        }
        if (!running.add(node)) {
            throw new RegoException(
                    "the rule " + String.join(".", node.path()) + " asks for itself");
        }
        budget.enter();
        Optional<Value> value = rules.document(node, evaluator);
        if (!node.children().isEmpty()) {
            Map<Value, Value> all =
                    value.isPresent() && value.get() instanceof Value.Obj it
                            ? new TreeMap<>(it.entries())
                            : new TreeMap<>();
            for (Map.Entry<String, Node> child : node.children().entrySet()) {
                List<String> path = new ArrayList<>(node.path());
                path.add(child.getKey());
                Value below = base == null ? null : base.at(Value.of(child.getKey()));
                whole(child.getValue(), below, path, evaluator)
                        .ifPresent(one -> all.put(Value.of(child.getKey()), one));
            }
            value = Optional.of(Value.object(all));
        }
        budget.leave();
        running.remove(node);
        known.put(node, value);
        return value;
    }

    /** Calls a function. */
    boolean call(Call call, List<Value> given, Evaluator evaluator, Each each) {
        Object mock = functions.get(call.name());
        if (mock instanceof Value value) {
            return each.of(value);
        }
        List<String> name = call.name();
        if (mock instanceof List<?> other) {
            name = other.stream().map(String::valueOf).toList();
        }
        List<Rule> own = program.functions().get(name);
        if (own != null) {
            budget.enter();
            Optional<Value> value = rules.call(own, List.copyOf(given), plain(evaluator, mock));
            budget.leave();
            return value.isPresent() && each.of(value.get());
        }
        Builtin builtin = Builtins.ALL.get(String.join(".", name));
        if (builtin == null) {
            throw new RegoException(
                    call.place() + ": the function " + call.shown() + " is not known here");
        }
        Value value;
        try {
            value = budget.made(builtin.call(new Arguments(List.copyOf(given), budget)));
        } catch (Undefined _) {
            return false;
        }
        return each.of(value);
    }

    /** A function that stands in for another may call that one itself. */
    private Evaluator plain(Evaluator evaluator, @Nullable Object mock) {
        if (mock == null) {
            return evaluator;
        }
        return new Evaluator(
                new Documents(program, input, data, instead, Map.of(), budget), budget);
    }
}
