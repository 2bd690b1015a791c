package dev.cooper.policy.rego;

import java.time.Instant;

/** How much an evaluation may take: steps, and with them the memory of what is made. */
final class Budget {
    private static final long MOST_STEPS = 5_000_000;
    private static final int DEEPEST_CALLS = 250;
    private static final int CHARACTERS_A_STEP = 32;

    private long left = MOST_STEPS;
    private int calls;
    private final Instant now = Instant.now();

    /** What time it is, always the same. */
    Instant now() {
        return now;
    }

    /** Takes steps: one for what is asked, one for each value that is made. */
    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new RegoException("it takes more than " + MOST_STEPS + " steps");
        }
    }

    /** Takes what a value costs. */
    Value made(Value value) {
        spend(
                value instanceof Value.Str it
                        ? it.text().length() / CHARACTERS_A_STEP
                        : Math.max(0, value.size()));
        return value;
    }

    void enter() {
        if (++calls > DEEPEST_CALLS) {
            throw new RegoException("rules ask for each other without end");
        }
    }

    void leave() {
        calls--;
    }
}
