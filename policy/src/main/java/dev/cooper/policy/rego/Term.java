package dev.cooper.policy.rego;

import java.util.List;

/** What has values. */
sealed interface Term {
    Place place();

    record Const(Value value, Place place) implements Term {}

    /**
     * A variable.
     *
     * @param slot where its value is kept; -1 until that is known
     */
    record Var(String name, int slot, Place place) implements Term {}

    /** One of the two documents that there are from the start. */
    record Root(boolean isInput, Place place) implements Term {}

    /** A part of a part of something. */
    record Ref(Term head, List<Term> parts, Place place) implements Term {}

    record ArrayOf(List<Term> items, Place place) implements Term {}

    record SetTerm(List<Term> items, Place place) implements Term {}

    record ObjectOf(List<Entry> entries, Place place) implements Term {}

    record Entry(Term key, Term value) {}

    /**
     * A call.
     *
     * @param name of a function of a module {@code data.…}, or of the language
     */
    record Call(List<String> name, List<Term> args, Place place) implements Term {
        static Call of(String name, Place place, Term... args) {
            return new Call(List.of(name.split("\\.")), List.of(args), place);
        }

        String shown() {
            return String.join(".", name);
        }
    }

    /**
     * All that a body finds.
     *
     * @param key of an object only; else the same as the value
     */
    record Comprehension(Kind kind, Term key, Term value, List<Literal> body, Place place)
            implements Term {
        enum Kind {
            ARRAY,
            SET,
            OBJECT
        }
    }
}
