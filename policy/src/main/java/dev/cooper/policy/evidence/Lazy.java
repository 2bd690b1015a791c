package dev.cooper.policy.evidence;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** A fact that is looked up when it is first asked for, and once, whether that works or not. */
final class Lazy<T> {
    private final Lookup<T> lookup;
    private @Nullable T value;
    private @Nullable IOException failure;

    Lazy(Lookup<T> lookup) {
        this.lookup = lookup;
    }

    /** How a fact is looked up. */
    interface Lookup<T> {
        T get() throws IOException;
    }

    synchronized T get() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (value == null) {
            try {
                value = lookup.get();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
        return value;
    }
}
