package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** An expression as it was read. */
sealed interface Expr {
    record Literal(@Nullable Object value) implements Expr {}

    record Name(String name) implements Expr {}

    /** A field; of an optional, or one that may be missing, when {@code optional}. */
    record Select(Expr of, String field, boolean optional) implements Expr {}

    /** Whether a field is there. */
    record Has(Expr of, String field) implements Expr {}

    record Index(Expr of, Expr key, boolean optional) implements Expr {}

    record Call(Optional<Expr> target, String function, List<Expr> arguments) implements Expr {}

    record And(Expr left, Expr right) implements Expr {}

    record Or(Expr left, Expr right) implements Expr {}

    record Condition(Expr condition, Expr then, Expr otherwise) implements Expr {}

    record ListOf(List<Entry> elements) implements Expr {}

    record MapOf(List<Entry> keys, List<Expr> values) implements Expr {}

    /** An element, or a key; left out when it is an empty optional, if {@code optional}. */
    record Entry(Expr value, boolean optional) {}

    /**
     * A macro over what is in a list, or over the keys of a map.
     *
     * @param second with it, the first variable is the place or the key, and this one what is
     *     there; empty when there is one variable
     */
    record Loop(Kind kind, Expr range, String variable, String second, List<Expr> steps)
            implements Expr {}

    /** The macros that loop. */
    enum Kind {
        ALL,
        EXISTS,
        EXISTS_ONE,
        MAP,
        FILTER,
        TRANSFORM_LIST,
        TRANSFORM_MAP,
        TRANSFORM_ENTRY
    }

    /** A value with a name, in an expression. */
    record Bind(String variable, Expr value, Expr in) implements Expr {}

    /** What becomes of an optional's value; an optional itself when {@code flat}. */
    record OptionalMap(Expr of, String variable, Expr step, boolean flat) implements Expr {}
}
