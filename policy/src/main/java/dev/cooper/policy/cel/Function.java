package dev.cooper.policy.cel;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What an expression can call. */
@FunctionalInterface
public interface Function {
    /**
     * Works out a value.
     *
     * @param arguments what it was called on first, if on anything
     * @throws CelException when there is no value
     */
    @Nullable Object call(List<@Nullable Object> arguments);
}
