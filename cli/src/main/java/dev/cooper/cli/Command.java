package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;

/** One word of the command line, such as {@code images}. */
interface Command {
    /** What it accepts and its help text. */
    Usage usage();

    /**
     * Does the work.
     *
     * @param options the command line, already checked against {@link #usage}
     * @param terminal where to print
     * @return the exit code: 0, or 1 when the reason has been printed already
     * @throws IOException when the outside world failed; its message becomes the user's
     * @throws InterruptedException when the user pressed Ctrl-C
     */
    int run(Options options, Terminal terminal) throws IOException, InterruptedException;
}
