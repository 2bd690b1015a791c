package dev.cooper.policy.rego;

import java.util.List;
import java.util.Optional;

/** What must hold in a body. */
sealed interface Literal {
    Place place();

    /** What is otherwise while it is asked whether something holds. */
    record With(Term target, Term value) {}

    /** A term that is defined and not false. */
    record Holds(Term term, Place place) implements Literal {}

    /**
     * Two terms that are the same.
     *
     * @param declares whether the variables on the left are new
     */
    record Same(Term left, Term right, boolean declares, Place place) implements Literal {}

    /** Variables that are new. */
    record Declared(List<Term.Var> names, Place place) implements Literal {}

    /** Something is in a collection; what is named is new. */
    record Among(Optional<Term> key, Term value, Term domain, Place place) implements Literal {}

    /** Something holds for all in a collection. */
    record Every(
            Optional<Term.Var> key, Term.Var value, Term domain, List<Literal> body, Place place)
            implements Literal {}

    /**
     * Something does not hold.
     *
     * @param wanted what must have a value all the same
     */
    record Not(Literal inner, List<Term> wanted, Place place) implements Literal {}

    record Under(Literal inner, List<With> withs, Place place) implements Literal {}
}
