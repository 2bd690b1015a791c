package dev.cooper.policy.rego;

import dev.cooper.policy.rego.Term.ArrayOf;
import dev.cooper.policy.rego.Term.Call;
import dev.cooper.policy.rego.Term.Comprehension;
import dev.cooper.policy.rego.Term.Const;
import dev.cooper.policy.rego.Term.ObjectOf;
import dev.cooper.policy.rego.Term.Ref;
import dev.cooper.policy.rego.Term.Root;
import dev.cooper.policy.rego.Term.SetTerm;
import dev.cooper.policy.rego.Term.Var;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Walks through terms: which variables are in them, and where. */
final class Terms {
    private Terms() {}

    /** The terms right inside of a term, but not in comprehensions. */
    static List<Term> inside(Term term) {
        return switch (term) {
            case Const _, Var _, Root _, Comprehension _ -> List.of();
            case ArrayOf it -> it.items();
            case SetTerm it -> it.items();
            case Call it -> it.args();
            case Ref it -> {
                List<Term> all = new ArrayList<>(List.of(it.head()));
                all.addAll(it.parts());
                yield all;
            }
            case ObjectOf it -> {
                List<Term> all = new ArrayList<>();
                it.entries()
                        .forEach(each -> {
                            all.add(each.key());
                            all.add(each.value());
                        });
                yield all;
            }
        };
    }

    /** Every variable of a term, but for those in comprehensions. */
    static void variables(Term term, Consumer<Var> found) {
        if (term instanceof Var variable) {
            found.accept(variable);
        }
        inside(term).forEach(each -> variables(each, found));
    }

    /** Every comprehension in a term, but for those in comprehensions. */
    static void comprehensions(Term term, Consumer<Comprehension> found) {
        if (term instanceof Comprehension comprehension) {
            found.accept(comprehension);
        }
        inside(term).forEach(each -> comprehensions(each, found));
    }

    /** The variables that get values when the term is laid over a value. */
    static void pattern(Term term, Consumer<Var> found) {
        switch (term) {
            case Var variable -> found.accept(variable);
            case ArrayOf it -> it.items().forEach(each -> pattern(each, found));
            case ObjectOf it -> it.entries().forEach(each -> pattern(each.value(), found));
            case Const _, Root _, Ref _, SetTerm _, Call _, Comprehension _ -> {}
        }
    }

    /** The variables that get values when a reference goes through all that there is. */
    static void iterated(Term term, Consumer<Var> found) {
        if (term instanceof Ref ref) {
            ref.parts().forEach(part -> pattern(part, found));
        }
        inside(term).forEach(each -> iterated(each, found));
    }
}
