package dev.cooper.policy.rego;

import java.util.Collections;

/** The values of which there is one each. */
final class Values {
    static final Value NULL = new Value.Null();
    static final Value TRUE = new Value.Bool(true);
    static final Value FALSE = new Value.Bool(false);
    static final Value.Obj EMPTY = new Value.Obj(Collections.emptyNavigableMap());

    private Values() {}
}
