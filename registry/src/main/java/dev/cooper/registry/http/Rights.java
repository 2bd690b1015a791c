package dev.cooper.registry.http;

import dev.cooper.registry.protocol.Scope;

/** What a caller may do. */
public interface Rights {
    /** To do everything. */
    Rights ALL = _ -> true;

    /** To do nothing. */
    Rights NONE = _ -> false;

    /** Whether all actions of a scope are allowed. */
    boolean allow(Scope scope);
}
