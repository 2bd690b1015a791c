package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;

/** Runs steps apart from the host. Safe for use by several threads at once. */
public interface Sandbox {
    /**
     * Runs one step to its end. Interrupting the calling thread kills the step as a whole, every
     * descendant included; so does the death of this process. When it returns nothing of the step
     * runs any more.
     *
     * @param spec what to run
     * @param out receives the standard output, unclipped, flushed after each chunk; not closed
     * @param err receives the standard error likewise; both are written by one thread
     * @return the exit code; 128 + n when signal n ended the program (then {@code err} names it);
     *     127 when the program is not in the image and 126 when it cannot be run (then {@code err}
     *     says so)
     * @throws IOException if the sandbox cannot be set up or a stream cannot be written
     * @throws InterruptedException if the calling thread was interrupted; the step is dead by then
     */
    int run(SandboxSpec spec, OutputStream out, OutputStream err)
            throws IOException, InterruptedException;

    /** Returns which isolation this is. */
    Isolation isolation();
}
