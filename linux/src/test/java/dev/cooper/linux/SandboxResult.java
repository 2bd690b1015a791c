package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What a step left: exit code and both outputs. */
record SandboxResult(int exit, String out, String err) {
    /** Fails unless the step succeeded; returns its standard output. */
    String ok() {
        assertEquals(0, exit, () -> "exit code; out: " + out + "\nerr: " + err);
        return out;
    }
}
