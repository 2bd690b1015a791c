package dev.cooper.registry;

/** What a caller may do. */
interface Rights {
    /** To do everything. */
    Rights ALL = _ -> true;

    /** To do nothing. */
    Rights NONE = _ -> false;

    /** Whether all actions of a scope are allowed. */
    boolean allow(Scope scope);
}
