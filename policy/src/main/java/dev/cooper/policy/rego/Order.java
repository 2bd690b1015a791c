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

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts what must hold in an order in which every variable has a value before it is used; there is
 * such an order, or the module is refused.
 */
final class Order {
    private final BitSet bound = new BitSet();

    /** The variables of these patterns have values. */
    void bind(Term pattern) {
        Terms.pattern(pattern, variable -> bound.set(variable.slot()));
    }

    List<Literal> body(List<Literal> body) {
        List<Literal> waiting = new ArrayList<>(body);
        List<Literal> ordered = new ArrayList<>();
        BitSet outer = (BitSet) bound.clone();
        body.forEach(each -> plain(each, variable -> outer.set(variable.slot())));
        while (!waiting.isEmpty()) {
            Optional<Var> against = Optional.empty();
            boolean found = false;
            for (Iterator<Literal> all = waiting.iterator(); all.hasNext() && !found; ) {
                Literal each = all.next();
                Optional<Var> unsafe = unsafe(each, outer);
                if (unsafe.isEmpty()) {
                    all.remove();
                    bound.or(outputs(each, bound));
                    ordered.add(literal(each));
                    found = true;
                } else if (against.isEmpty()) {
                    against = unsafe;
                }
            }
            if (!found) {
                Var variable = against.orElseThrow();
                throw variable.place()
                        .wrong("the variable " + variable.name() + " never gets a value");
            }
        }
        return List.copyOf(ordered);
    }

    /** A term that is worked out when the body holds. */
    Term head(Term term) {
        BitSet all = (BitSet) bound.clone();
        Terms.iterated(term, variable -> all.set(variable.slot()));
        Terms.variables(
                term,
                variable -> {
                    if (!all.get(variable.slot())) {
                        throw variable.place()
                                .wrong("the variable " + variable.name() + " never gets a value");
                    }
                });
        return term(term);
    }

    /** All variables of a literal that are not in a body of their own. */
    private static void plain(Literal literal, Consumer<Var> found) {
        switch (literal) {
            case Literal.Holds it -> Terms.variables(it.term(), found);
            case Literal.Not it -> plain(it.inner(), found);
            case Literal.Same it -> {
                Terms.variables(it.left(), found);
                Terms.variables(it.right(), found);
            }
            case Literal.Among it -> {
                it.key().ifPresent(key -> Terms.variables(key, found));
                Terms.variables(it.value(), found);
                Terms.variables(it.domain(), found);
            }
            case Literal.Every it -> Terms.variables(it.domain(), found);
            case Literal.Under it -> {
                plain(it.inner(), found);
                it.withs().forEach(each -> Terms.variables(each.value(), found));
            }
            case Literal.Declared _ -> {}
        }
    }

    /** All variables in the bodies that a literal has in it. */
    private static void closed(Literal literal, Consumer<Var> found) {
        switch (literal) {
            case Literal.Holds it -> closed(it.term(), found);
            case Literal.Not it -> closed(it.inner(), found);
            case Literal.Same it -> {
                closed(it.left(), found);
                closed(it.right(), found);
            }
            case Literal.Among it -> closed(it.domain(), found);
            case Literal.Every it -> {
                closed(it.domain(), found);
                it.body().forEach(each -> everything(each, found));
            }
            case Literal.Under it -> {
                closed(it.inner(), found);
                it.withs().forEach(each -> closed(each.value(), found));
            }
            case Literal.Declared _ -> {}
        }
    }

    private static void closed(Term term, Consumer<Var> found) {
        Terms.comprehensions(
                term,
                it -> {
                    it.body().forEach(each -> everything(each, found));
                    for (Term head : List.of(it.key(), it.value())) {
                        Terms.variables(head, found);
                        closed(head, found);
                    }
                });
    }

    private static void everything(Literal literal, Consumer<Var> found) {
        plain(literal, found);
        closed(literal, found);
    }

    /** A variable that has no value yet and gets none by the literal itself. */
    private Optional<Var> unsafe(Literal literal, BitSet outer) {
        BitSet after = (BitSet) bound.clone();
        after.or(outputs(literal, bound));
        List<Var> against = new ArrayList<>();
        plain(
                literal,
                variable -> {
                    if (!after.get(variable.slot())) {
                        against.add(variable);
                    }
                });
        closed(
                literal,
                variable -> {
                    if (outer.get(variable.slot()) && !bound.get(variable.slot())) {
                        against.add(variable);
                    }
                });
        return against.stream().findFirst();
    }

    private static BitSet outputs(Literal literal, BitSet bound) {
        BitSet out = new BitSet();
        switch (literal) {
            case Literal.Holds it -> Terms.iterated(it.term(), slots(out));
            case Literal.Same it -> {
                Terms.iterated(it.left(), slots(out));
                Terms.iterated(it.right(), slots(out));
                BitSet known = (BitSet) bound.clone();
                known.or(out);
                same(it.left(), it.right(), known);
                same(it.left(), it.right(), known);
                out.or(known);
            }
            case Literal.Among it -> {
                Terms.iterated(it.domain(), slots(out));
                it.key().ifPresent(key -> Terms.pattern(key, slots(out)));
                Terms.pattern(it.value(), slots(out));
            }
            case Literal.Every it -> Terms.iterated(it.domain(), slots(out));
            case Literal.Under it -> {
                BitSet without = outputs(it.inner(), bound);
                out.or(without);
            }
            case Literal.Not _, Literal.Declared _ -> {}
        }
        return out;
    }

    private static Consumer<Var> slots(BitSet out) {
        return variable -> out.set(variable.slot());
    }

    private static boolean isKnown(Term term, BitSet known) {
        BitSet all = new BitSet();
        Terms.variables(term, slots(all));
        all.andNot(known);
        return all.isEmpty();
    }

    private static void same(Term left, Term right, BitSet known) {
        if (isKnown(right, known)) {
            Terms.pattern(left, slots(known));
        } else if (isKnown(left, known)) {
            Terms.pattern(right, slots(known));
        } else if (left instanceof ArrayOf one
                && right instanceof ArrayOf two
                && one.items().size() == two.items().size()) {
            for (int i = 0; i < one.items().size(); i++) {
                same(one.items().get(i), two.items().get(i), known);
            }
        } else if (left instanceof ObjectOf one && right instanceof ObjectOf two) {
            for (Entry entry : one.entries()) {
                for (Entry other : two.entries()) {
                    if (entry.key() instanceof Const a
                            && other.key() instanceof Const b
                            && a.value().equals(b.value())) {
                        same(entry.value(), other.value(), known);
                    }
                }
            }
        }
    }

    private Literal literal(Literal literal) {
        return switch (literal) {
            case Literal.Holds it -> new Literal.Holds(term(it.term()), it.place());
            case Literal.Not it -> {
                Literal inner = literal(it.inner());
                yield new Literal.Not(inner, Negation.wanted(inner), it.place());
            }
            case Literal.Same it ->
                    new Literal.Same(term(it.left()), term(it.right()), it.declares(), it.place());
            case Literal.Among it ->
                    new Literal.Among(it.key(), it.value(), term(it.domain()), it.place());
            case Literal.Every it -> {
                Order inner = inside();
                it.key().ifPresent(inner::bind);
                inner.bind(it.value());
                yield new Literal.Every(
                        it.key(), it.value(), term(it.domain()), inner.body(it.body()), it.place());
            }
            case Literal.Under it -> {
                List<With> withs = new ArrayList<>();
                it.withs().forEach(each -> withs.add(new With(each.target(), term(each.value()))));
                yield new Literal.Under(literal(it.inner()), withs, it.place());
            }
            case Literal.Declared it -> it;
        };
    }

    private Order inside() {
        Order inner = new Order();
        inner.bound.or(bound);
        return inner;
    }

    private List<Term> terms(List<Term> all) {
        return all.stream().map(this::term).toList();
    }

    private Term term(Term term) {
        return switch (term) {
            case Const _, Var _, Root _ -> term;
            case Ref it -> new Ref(term(it.head()), terms(it.parts()), it.place());
            case ArrayOf it -> new ArrayOf(terms(it.items()), it.place());
            case SetTerm it -> new SetTerm(terms(it.items()), it.place());
            case ObjectOf it ->
                    new ObjectOf(
                            it.entries().stream()
                                    .map(each -> new Entry(term(each.key()), term(each.value())))
                                    .toList(),
                            it.place());
            case Call it -> new Call(it.name(), terms(it.args()), it.place());
            case Comprehension it -> {
                Order inner = inside();
                List<Literal> body = inner.body(it.body());
                yield new Comprehension(
                        it.kind(), inner.head(it.key()), inner.head(it.value()), body, it.place());
            }
        };
    }
}
