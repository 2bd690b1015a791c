package dev.cooper.policy.rego;

/** A function of the language. */
interface Builtin {
    /**
     * Works its value out.
     *
     * @throws Undefined when it has none for these
     */
    Value call(Arguments given);
}
