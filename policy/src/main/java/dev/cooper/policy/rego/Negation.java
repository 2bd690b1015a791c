package dev.cooper.policy.rego;

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
import java.util.List;
import java.util.function.IntSupplier;

/**
 * What {@code not} is about: what is asked, and not what is given to it. That is worked out before,
 * and where it has no value the negation has none either. So nothing holds because a function could
 * not be worked out.
 *
 * @param slots gives new ones
 */
record Negation(IntSupplier slots) {
    /** A literal, and before it those that work out the calls in what it negates. */
    List<Literal> lifted(Literal literal) {
        List<Literal> all = new ArrayList<>();
        switch (literal) {
            case Literal.Not it -> all.add(not(it, all));
            case Literal.Under under when under.inner() instanceof Literal.Not it -> {
                List<Literal> before = new ArrayList<>();
                Literal.Not rest = not(it, before);
                before.forEach(
                        each -> all.add(new Literal.Under(each, under.withs(), under.place())));
                all.add(new Literal.Under(rest, under.withs(), under.place()));
            }
            case Literal other -> all.add(other);
        }
        return all;
    }

    private Literal.Not not(Literal.Not not, List<Literal> before) {
        Literal inner =
                switch (not.inner()) {
                    case Literal.Holds it when it.term() instanceof Call call ->
                            new Literal.Holds(inside(call, before), it.place());
                    case Literal.Holds it -> new Literal.Holds(term(it.term(), before), it.place());
                    case Literal.Same it ->
                            new Literal.Same(
                                    term(it.left(), before),
                                    term(it.right(), before),
                                    it.declares(),
                                    it.place());
                    case Literal other -> other;
                };
        return new Literal.Not(inner, not.wanted(), not.place());
    }

    private Call inside(Call call, List<Literal> before) {
        return new Call(call.name(), terms(call.args(), before), call.place());
    }

    private List<Term> terms(List<Term> terms, List<Literal> before) {
        return terms.stream().map(each -> term(each, before)).toList();
    }

    private Term term(Term term, List<Literal> before) {
        return switch (term) {
            case Const _, Var _, Root _, Comprehension _ -> term;
            case Ref it -> new Ref(term(it.head(), before), terms(it.parts(), before), it.place());
            case ArrayOf it -> new ArrayOf(terms(it.items(), before), it.place());
            case SetTerm it -> new SetTerm(terms(it.items(), before), it.place());
            case ObjectOf it ->
                    new ObjectOf(
                            it.entries().stream()
                                    .map(each ->
                                            new Entry(
                                                    term(each.key(), before),
                                                    term(each.value(), before)))
                                    .toList(),
                            it.place());
            case Call it -> {
                Var found = new Var("_", slots.getAsInt(), it.place());
                before.add(new Literal.Same(found, inside(it, before), true, it.place()));
                yield found;
            }
        };
    }

    /** What must have a value for a negated literal to be asked at all. */
    static List<Term> wanted(Literal negated) {
        List<Term> wanted = new ArrayList<>();
        switch (negated) {
            case Literal.Holds it when it.term() instanceof Call call -> {
                boolean isEqual = call.name().equals(List.of("internal", "equal"));
                call.args().forEach(each -> wanted(each, isEqual, wanted));
            }
            case Literal.Holds it -> wanted(it.term(), true, wanted);
            case Literal.Same it -> {
                wanted(it.left(), true, wanted);
                wanted(it.right(), true, wanted);
            }
            case Literal _ -> {}
        }
        return List.copyOf(wanted);
    }

    /**
     * Of a reference that may be undefined itself, only what it is made of is wanted.
     *
     * @param open whether it may
     */
    private static void wanted(Term term, boolean open, List<Term> wanted) {
        switch (term) {
            case Const _, Var _, Root _ -> {}
            case Ref it when open -> {
                wanted(it.head(), false, wanted);
                it.parts().forEach(each -> wanted(each, false, wanted));
            }
            case Ref _, ArrayOf _, SetTerm _, ObjectOf _, Call _, Comprehension _ ->
                    wanted.add(term);
        }
    }
}
