package dev.cooper.policy.rego;

import java.util.List;
import java.util.Optional;

/**
 * One way for a document to have a value.
 *
 * @param path the constant part of its name
 * @param args of a function; empty for all others
 * @param keys the rest of its name
 * @param contains whether the value is one of a set
 * @param isFunction whether it is called
 * @param isDefault whether it counts only when no other does
 * @param otherwise what counts when the body does not hold
 * @param slots how many variables there are
 */
record Rule(
        List<String> path,
        List<Term> args,
        List<Term> keys,
        boolean contains,
        boolean isFunction,
        boolean isDefault,
        Term value,
        List<Literal> body,
        Optional<Rule> otherwise,
        int slots,
        Place place) {}
