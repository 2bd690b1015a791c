package dev.cooper.policy.rego;

import dev.cooper.policy.rego.Literal.With;
import dev.cooper.policy.rego.Term.ArrayOf;
import dev.cooper.policy.rego.Term.Call;
import dev.cooper.policy.rego.Term.Comprehension;
import dev.cooper.policy.rego.Term.Const;
import dev.cooper.policy.rego.Term.Entry;
import dev.cooper.policy.rego.Term.ObjectOf;
import dev.cooper.policy.rego.Term.Ref;
import dev.cooper.policy.rego.Term.Root;
import dev.cooper.policy.rego.Term.SetTerm;
import dev.cooper.policy.rego.Term.Var;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what the names of one rule mean, and gives every variable its slot. */
final class Resolver {
    private final Module module;
    private final Set<String> own;
    private final Map<List<String>, Integer> functions;
    private final Map<String, Integer> implicit = new HashMap<>();
    private final Deque<Map<String, Integer>> scopes = new ArrayDeque<>();
    private int next;

    /**
     * Makes one for a rule.
     *
     * @param own the names of the rules of the package
     * @param functions all that modules define, and how many values they take
     */
    Resolver(Module module, Set<String> own, Map<List<String>, Integer> functions) {
        this.module = module;
        this.own = own;
        this.functions = functions;
    }

    Rule rule(Rule rule) {
        List<String> path = new ArrayList<>(module.path());
        path.addAll(rule.path());
        implicit.clear();
        next = 0;
        scopes.clear();
        scopes.push(new HashMap<>());
        rule.args().forEach(this::declare);
        List<Term> args = terms(rule.args());
        List<Literal> body = body(rule.body());
        List<Term> keys = terms(rule.keys());
        Term value = term(rule.value());
        Order order = new Order();
        for (Term arg : args) {
            order.bind(arg);
        }
        List<Literal> ordered = order.body(body);
        return new Rule(
                List.copyOf(path),
                args,
                keys.stream().map(order::head).toList(),
                rule.contains(),
                rule.isFunction(),
                rule.isDefault(),
                order.head(value),
                ordered,
                rule.otherwise().map(one -> new Resolver(module, own, functions).rule(one)),
                next,
                rule.place());
    }

    private Var fresh(Var variable) {
        return new Var(variable.name(), next++, variable.place());
    }

    private void declare(Term pattern) {
        Terms.pattern(
                pattern,
                variable -> {
                    boolean isNamed = !variable.name().equals("_");
                    if (isNamed && scope().put(variable.name(), next++) != null) {
                        throw variable.place()
                                .wrong("the variable " + variable.name() + " is there already");
                    }
                });
    }

    private void assigned(Term left) {
        switch (left) {
            case Var _, ArrayOf _, ObjectOf _ -> declare(left);
            case Const _, Root _, Ref _, SetTerm _, Call _, Comprehension _ ->
                    throw left.place().wrong("want a variable before \":=\"");
        }
    }

    private Map<String, Integer> scope() {
        return scopes.element();
    }

    private List<Literal> body(List<Literal> body) {
        List<Literal> all = new ArrayList<>();
        for (Literal each : body) {
            if (each instanceof Literal.Declared it) {
                it.names().forEach(this::declare);
            } else {
                all.addAll(new Negation(() -> next++).lifted(literal(each)));
            }
        }
        return all;
    }

    private Literal literal(Literal literal) {
        return switch (literal) {
            case Literal.Declared it -> throw it.place().wrong("\"some\" is not expected here");
            case Literal.Holds it -> holds(it);
            case Literal.Not it -> new Literal.Not(literal(it.inner()), List.of(), it.place());
            case Literal.Same it -> {
                Term right = term(it.right());
                if (it.declares()) {
                    assigned(it.left());
                }
                yield new Literal.Same(term(it.left()), right, it.declares(), it.place());
            }
            case Literal.Among it -> {
                Term domain = term(it.domain());
                it.key().ifPresent(this::declare);
                declare(it.value());
                yield new Literal.Among(
                        it.key().map(this::term), term(it.value()), domain, it.place());
            }
            case Literal.Every it -> every(it);
            case Literal.Under it -> {
                List<With> withs = new ArrayList<>();
                for (With each : it.withs()) {
                    withs.add(new With(target(each.target()), replacement(each.value())));
                }
                yield new Literal.Under(literal(it.inner()), withs, it.place());
            }
        };
    }

    /** A call may end with what its value is to be. */
    private Literal holds(Literal.Holds holds) {
        if (!(holds.term() instanceof Call written)) {
            return new Literal.Holds(term(holds.term()), holds.place());
        }
        Call call = call(written, 1);
        int arity = arity(call.name());
        if (arity < 0 || call.args().size() == arity) {
            return new Literal.Holds(call, holds.place());
        }
        Call plain = new Call(call.name(), call.args().subList(0, arity), call.place());
        Term last = call.args().getLast();
        return call.name().equals(List.of("walk"))
                ? new Literal.Among(Optional.empty(), last, plain, holds.place())
                : new Literal.Same(last, plain, false, holds.place());
    }

    private int arity(List<String> name) {
        return functions.getOrDefault(name, Arity.of(String.join(".", name)));
    }

    private Literal every(Literal.Every every) {
        Term domain = term(every.domain());
        scopes.push(new HashMap<>());
        every.key().ifPresent(this::declare);
        declare(every.value());
        Optional<Var> key = every.key().map(this::local);
        Var value = local(every.value());
        List<Literal> body = body(every.body());
        scopes.pop();
        return new Literal.Every(key, value, domain, body, every.place());
    }

    private Var local(Var variable) {
        return variable.name().equals("_")
                ? fresh(variable)
                : new Var(
                        variable.name(),
                        scope().getOrDefault(variable.name(), -1),
                        variable.place());
    }

    /** What a reference or the name of a function stands for, as that of a call. */
    private Optional<Call> named(Term term) {
        List<String> name = new ArrayList<>();
        switch (term) {
            case Var variable -> name.add(variable.name());
            case Ref ref when ref.head() instanceof Var variable -> name.add(variable.name());
            case Ref ref when ref.head() instanceof Root root && !root.isInput() ->
                    name.add("data");
            case Term _ -> {
                return Optional.empty();
            }
        }
        if (term instanceof Ref ref) {
            for (Term part : ref.parts()) {
                if (!(part instanceof Const it && it.value() instanceof Value.Str text)) {
                    return Optional.empty();
                }
                name.add(text.text());
            }
        }
        List<String> full = full(name);
        boolean known =
                functions.containsKey(full) || Builtins.ALL.containsKey(String.join(".", full));
        return known ? Optional.of(new Call(full, List.of(), term.place())) : Optional.empty();
    }

    private Term target(Term target) {
        Optional<Call> function = named(target);
        if (function.isPresent()) {
            return function.get();
        }
        Term resolved = term(target);
        if (resolved instanceof Root) {
            return resolved;
        }
        if (resolved instanceof Ref ref && ref.head() instanceof Root) {
            return resolved;
        }
        throw target.place().wrong("want input, data or a function after \"with\"");
    }

    private Term replacement(Term value) {
        boolean local = value instanceof Var variable && slot(variable.name()) >= 0;
        return local
                ? term(value)
                : named(value).map(Term.class::cast).orElseGet(() -> term(value));
    }

    private List<Term> terms(List<Term> all) {
        return all.stream().map(this::term).toList();
    }

    private Term term(Term term) {
        return switch (term) {
            case Const it -> it;
            case Root it -> it;
            case Var it -> variable(it);
            case Ref it -> {
                Term head = term(it.head());
                List<Term> parts = new ArrayList<>();
                if (head instanceof Ref inner) {
                    parts.addAll(inner.parts());
                    head = inner.head();
                }
                parts.addAll(terms(it.parts()));
                yield new Ref(head, parts, it.place());
            }
            case ArrayOf it -> new ArrayOf(terms(it.items()), it.place());
            case SetTerm it -> new SetTerm(terms(it.items()), it.place());
            case ObjectOf it ->
                    new ObjectOf(
                            it.entries().stream()
                                    .map(each -> new Entry(term(each.key()), term(each.value())))
                                    .toList(),
                            it.place());
            case Call it -> call(it, 0);
            case Comprehension it -> {
                scopes.push(new HashMap<>());
                List<Literal> body = body(it.body());
                Term key = term(it.key());
                Term value = it.kind() == Comprehension.Kind.OBJECT ? term(it.value()) : key;
                scopes.pop();
                yield new Comprehension(it.kind(), key, value, body, it.place());
            }
        };
    }

    private int slot(String name) {
        for (Map<String, Integer> scope : scopes) {
            Integer slot = scope.get(name);
            if (slot != null) {
                return slot;
            }
        }
        return -1;
    }

    private Term variable(Var variable) {
        String name = variable.name();
        if (name.equals("_")) {
            return fresh(variable);
        }
        int slot = slot(name);
        if (slot >= 0) {
            return new Var(name, slot, variable.place());
        }
        if (own.contains(name) || module.imports().containsKey(name)) {
            List<String> full = full(List.of(name));
            Root root = new Root(full.getFirst().equals("input"), variable.place());
            List<Term> parts = new ArrayList<>();
            for (String part : full.subList(1, full.size())) {
                parts.add(new Const(Value.of(part), variable.place()));
            }
            return parts.isEmpty() ? root : new Ref(root, parts, variable.place());
        }
        return new Var(name, implicit.computeIfAbsent(name, _ -> next++), variable.place());
    }

    /** The whole name of what begins with the name of a rule or an import. */
    private List<String> full(List<String> name) {
        List<String> full = new ArrayList<>();
        List<String> imported = module.imports().get(name.getFirst());
        if (imported != null) {
            full.addAll(imported);
            full.addAll(name.subList(1, name.size()));
        } else if (own.contains(name.getFirst())) {
            full.add("data");
            full.addAll(module.path());
            full.addAll(name);
        } else {
            full.addAll(name);
        }
        return List.copyOf(full);
    }

    private Call call(Call call, int more) {
        List<String> full = full(call.name());
        boolean isOurs = functions.containsKey(full);
        if (!isOurs && !Builtins.ALL.containsKey(String.join(".", full))) {
            throw call.place().wrong("the function " + call.shown() + " is not known here");
        }
        int arity = arity(full);
        int given = call.args().size();
        if (arity >= 0 && (given < arity || given > arity + more)) {
            throw call.place()
                    .wrong(
                            "the function "
                                    + call.shown()
                                    + " takes "
                                    + arity
                                    + " values, not "
                                    + given);
        }
        return new Call(full, terms(call.args()), call.place());
    }
}
