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

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds all ways in which a body holds, one after the other: a variable that has no value gets one
 * while the rest is asked, and loses it again.
 */
final class Evaluator {
    /** What comes next; true when nobody needs any more. */
    interface Next {
        boolean go();
    }

    /** What comes next with a value. */
    interface Each {
        boolean of(Value value);
    }

    private final Documents documents;
    private final Budget budget;

    Evaluator(Documents documents, Budget budget) {
        this.documents = documents;
        this.budget = budget;
    }

    boolean body(List<Literal> body, int from, @Nullable Value[] frame, Next next) {
        if (from == body.size()) {
            return next.go();
        }
        return literal(body.get(from), frame, () -> body(body, from + 1, frame, next));
    }

    private boolean literal(Literal literal, @Nullable Value[] frame, Next next) {
        budget.spend(1);
        return switch (literal) {
            case Literal.Holds it ->
                    term(it.term(), frame, value -> !value.equals(Values.FALSE) && next.go());
            case Literal.Same it -> same(it.left(), it.right(), frame, next);
            case Literal.Not it ->
                    it.wanted().stream().allMatch(each -> term(each, frame, _ -> true))
                            && !literal(it.inner(), frame, () -> true)
                            && next.go();
            case Literal.Among it ->
                    term(it.domain(), frame, domain -> among(it, domain, frame, next));
            case Literal.Every it -> term(it.domain(), frame, all -> every(it, all, frame, next));
            case Literal.Under it -> under(it, frame, next);
            case Literal.Declared _ -> next.go();
        };
    }

    private boolean among(Literal.Among it, Value domain, @Nullable Value[] frame, Next next) {
        for (Value key : domain.keys()) {
            budget.spend(1);
            Value value = domain.at(key);
            if (value == null) {
                continue;
            }
            Next matched = () -> match(it.value(), value, frame, next);
            boolean stop =
                    it.key().isPresent()
                            ? match(it.key().get(), key, frame, matched)
                            : matched.go();
            if (stop) {
                return true;
            }
        }
        return false;
    }

    private boolean every(Literal.Every it, Value domain, @Nullable Value[] frame, Next next) {
        if (domain.size() < 0) {
            return false;
        }
        for (Value key : domain.keys()) {
            budget.spend(1);
            Value value = domain.at(key);
            if (value == null) {
                continue;
            }
            it.key().ifPresent(one -> frame[one.slot()] = key);
            frame[it.value().slot()] = value;
            boolean holds = body(it.body(), 0, frame, () -> true);
            it.key().ifPresent(one -> frame[one.slot()] = null);
            frame[it.value().slot()] = null;
            if (!holds) {
                return false;
            }
        }
        return next.go();
    }

    private boolean under(Literal.Under under, @Nullable Value[] frame, Next next) {
        return withs(
                under.withs(),
                0,
                documents,
                frame,
                other -> {
                    // what comes after is asked of the documents as they are
                    return new Evaluator(other, budget).literal(under.inner(), frame, next);
                });
    }

    private interface Inside {
        boolean go(Documents other);
    }

    private boolean withs(
            List<With> withs, int from, Documents changed, @Nullable Value[] frame, Inside inside) {
        if (from == withs.size()) {
            return inside.go(changed);
        }
        With with = withs.get(from);
        if (with.target() instanceof Call function) {
            if (with.value() instanceof Call other
                    && other.args().isEmpty()
                    && documents.isFunction(other.name())) {
                Documents mocked = changed.withFunction(function.name(), other.name());
                return withs(withs, from + 1, mocked, frame, inside);
            }
            return term(
                    with.value(),
                    frame,
                    value ->
                            withs(
                                    withs,
                                    from + 1,
                                    changed.withFunction(function.name(), value),
                                    frame,
                                    inside));
        }
        return term(
                with.value(),
                frame,
                value -> withs(withs, from + 1, changed.with(with.target(), value), frame, inside));
    }

    private boolean bind(Var variable, Value value, @Nullable Value[] frame, Next next) {
        frame[variable.slot()] = value;
        boolean stop = next.go();
        frame[variable.slot()] = null;
        return stop;
    }

    /** Whether a term can be worked out now: no part of it is to get its value from a match. */
    private static boolean isReady(Term term, @Nullable Value[] frame) {
        return switch (term) {
            case Var it -> frame[it.slot()] != null;
            case ArrayOf it -> it.items().stream().allMatch(each -> isReady(each, frame));
            case ObjectOf it ->
                    it.entries().stream().allMatch(each -> isReady(each.value(), frame));
            case Const _, Root _, Ref _, SetTerm _, Call _, Comprehension _ -> true;
        };
    }

    /** Makes two terms the same. */
    private boolean same(Term left, Term right, @Nullable Value[] frame, Next next) {
        if (isReady(right, frame)) {
            return term(right, frame, value -> match(left, value, frame, next));
        }
        if (isReady(left, frame)) {
            return term(left, frame, value -> match(right, value, frame, next));
        }
        if (left instanceof ArrayOf one && right instanceof ArrayOf two) {
            return one.items().size() == two.items().size()
                    && all(one.items(), two.items(), 0, frame, next);
        }
        if (left instanceof ObjectOf one && right instanceof ObjectOf two) {
            return one.entries().size() == two.entries().size()
                    && entries(one.entries(), two, 0, frame, next);
        }
        return false;
    }

    private boolean all(
            List<Term> left, List<Term> right, int from, @Nullable Value[] frame, Next next) {
        return from == left.size()
                ? next.go()
                : same(
                        left.get(from),
                        right.get(from),
                        frame,
                        () -> all(left, right, from + 1, frame, next));
    }

    private boolean entries(
            List<Entry> left, ObjectOf right, int from, @Nullable Value[] frame, Next next) {
        if (from == left.size()) {
            return next.go();
        }
        Entry entry = left.get(from);
        return term(
                entry.key(),
                frame,
                key -> {
                    for (Entry other : right.entries()) {
                        boolean stop =
                                term(
                                        other.key(),
                                        frame,
                                        one ->
                                                one.compareTo(key) == 0
                                                        && same(
                                                                entry.value(),
                                                                other.value(),
                                                                frame,
                                                                () ->
                                                                        entries(
                                                                                left, right,
                                                                                from + 1, frame,
                                                                                next)));
                        if (stop) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    /** Lays a term over a value. */
    boolean match(Term pattern, Value value, @Nullable Value[] frame, Next next) {
        budget.spend(1);
        if (pattern instanceof Var variable && frame[variable.slot()] == null) {
            return bind(variable, value, frame, next);
        }
        if (pattern instanceof ArrayOf array && !isReady(array, frame)) {
            return value instanceof Value.Arr it
                    && it.items().size() == array.items().size()
                    && items(array.items(), it.items(), 0, frame, next);
        }
        if (pattern instanceof ObjectOf object && !isReady(object, frame)) {
            return value instanceof Value.Obj it
                    && it.entries().size() == object.entries().size()
                    && fields(object.entries(), it, 0, frame, next);
        }
        return term(pattern, frame, one -> one.compareTo(value) == 0 && next.go());
    }

    private boolean items(
            List<Term> patterns, List<Value> values, int from, @Nullable Value[] frame, Next next) {
        return from == patterns.size()
                ? next.go()
                : match(
                        patterns.get(from),
                        values.get(from),
                        frame,
                        () -> items(patterns, values, from + 1, frame, next));
    }

    private boolean fields(
            List<Entry> patterns, Value.Obj values, int from, @Nullable Value[] frame, Next next) {
        if (from == patterns.size()) {
            return next.go();
        }
        return term(
                patterns.get(from).key(),
                frame,
                key -> {
                    Value value = values.at(key);
                    return value != null
                            && match(
                                    patterns.get(from).value(),
                                    value,
                                    frame,
                                    () -> fields(patterns, values, from + 1, frame, next));
                });
    }

    /** Goes through the values of a term. */
    boolean term(Term term, @Nullable Value[] frame, Each each) {
        budget.spend(1);
        return switch (term) {
            case Const it -> each.of(it.value());
            case Var it -> {
                Value value = frame[it.slot()];
                if (value == null) {
                    throw new RegoException("the variable " + it.name() + " has no value");
                }
                yield each.of(value);
            }
            case Root it -> documents.root(it.isInput(), this, each);
            case Ref it when it.head() instanceof Root root -> {
                if (root.isInput()) {
                    Value input = documents.input();
                    yield input != null && into(input, it.parts(), 0, frame, each);
                }
                yield documents.walk(it.parts(), this, frame, each);
            }
            case Ref it -> term(it.head(), frame, value -> into(value, it.parts(), 0, frame, each));
            case ArrayOf it ->
                    terms(
                            it.items(),
                            new ArrayList<>(),
                            frame,
                            all -> each.of(budget.made(Value.array(all))));
            case SetTerm it ->
                    terms(
                            it.items(),
                            new ArrayList<>(),
                            frame,
                            all -> each.of(budget.made(Value.set(all))));
            case ObjectOf it -> object(it.entries(), 0, new ArrayList<>(), frame, each);
            case Call it ->
                    terms(
                            it.args(),
                            new ArrayList<>(),
                            frame,
                            all -> documents.call(it, all, this, each));
            case Comprehension it -> each.of(comprehension(it, frame));
        };
    }

    private interface EachOf {
        boolean of(List<Value> values);
    }

    private boolean terms(
            List<Term> terms, List<Value> before, @Nullable Value[] frame, EachOf each) {
        if (before.size() == terms.size()) {
            return each.of(before);
        }
        return term(
                terms.get(before.size()),
                frame,
                value -> {
                    before.add(value);
                    boolean stop = terms(terms, before, frame, each);
                    before.removeLast();
                    return stop;
                });
    }

    private boolean object(
            List<Entry> entries, int from, List<Value> before, @Nullable Value[] frame, Each each) {
        if (from == entries.size()) {
            Map<Value, Value> all = new TreeMap<>();
            for (int i = 0; i < before.size(); i += 2) {
                all.put(before.get(i), before.get(i + 1));
            }
            return each.of(budget.made(Value.object(all)));
        }
        return term(
                entries.get(from).key(),
                frame,
                key ->
                        term(
                                entries.get(from).value(),
                                frame,
                                value -> {
                                    before.add(key);
                                    before.add(value);
                                    boolean stop = object(entries, from + 1, before, frame, each);
                                    before.removeLast();
                                    before.removeLast();
                                    return stop;
                                }));
    }

    /** Goes into a value, along the parts of a reference. */
    boolean into(Value value, List<Term> parts, int from, @Nullable Value[] frame, Each each) {
        if (from == parts.size()) {
            return each.of(value);
        }
        Term part = parts.get(from);
        if (isReady(part, frame)) {
            return term(
                    part,
                    frame,
                    key -> {
                        Value below = value.at(key);
                        return below != null && into(below, parts, from + 1, frame, each);
                    });
        }
        for (Value key : value.keys()) {
            budget.spend(1);
            Value below = value.at(key);
            boolean stop =
                    below != null
                            && match(
                                    part,
                                    key,
                                    frame,
                                    () -> into(below, parts, from + 1, frame, each));
            if (stop) {
                return true;
            }
        }
        return false;
    }

    /** Whether the next part of a reference has a value. */
    boolean isKnown(Term part, @Nullable Value[] frame) {
        return isReady(part, frame);
    }

    private Value comprehension(Comprehension it, @Nullable Value[] frame) {
        switch (it.kind()) {
            case ARRAY -> {
                List<Value> all = new ArrayList<>();
                body(it.body(), 0, frame, () -> term(it.value(), frame, value -> !all.add(value)));
                return budget.made(Value.array(all));
            }
            case SET -> {
                TreeSet<Value> all = new TreeSet<>();
                body(
                        it.body(),
                        0,
                        frame,
                        () ->
                                term(
                                        it.value(),
                                        frame,
                                        value -> {
                                            all.add(value);
                                            return false;
                                        }));
                return budget.made(Value.set(all));
            }
            case OBJECT -> {
                TreeMap<Value, Value> all = new TreeMap<>();
                body(
                        it.body(),
                        0,
                        frame,
                        () ->
                                term(
                                        it.key(),
                                        frame,
                                        key ->
                                                term(
                                                        it.value(),
                                                        frame,
                                                        value -> !once(all, key, value))));
                return budget.made(Value.object(all));
            }
        }
        return Values.NULL;
    }

    /** Puts what must not be there with another value; always true. */
    static boolean once(Map<Value, Value> all, Value key, Value value) {
        Value before = all.putIfAbsent(key, value);
        if (before != null && before.compareTo(value) != 0) {
            throw new RegoException("the key " + Text.of(key) + " would have two values");
        }
        return true;
    }
}
