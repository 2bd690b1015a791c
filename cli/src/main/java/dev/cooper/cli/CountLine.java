package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;
import java.io.UncheckedIOException;

/** One line on a terminal that tells how far something is; nothing elsewhere. */
final class CountLine implements AutoCloseable {
    private static final long PAUSE_NANOS = 200_000_000L;

    private final Terminal terminal;
    private final boolean shown;
    private long last;
    private boolean used;

    CountLine(Terminal terminal) {
        this.terminal = terminal;
        this.shown = terminal.facts().errorIsTerminal();
    }

    /** Shows counts of things and bytes, some times a second at most. */
    synchronized void show(long things, long allThings, long bytes, long allBytes) {
        if (!shown || (used && System.nanoTime() - last < PAUSE_NANOS)) {
            return;
        }
        used = true;
        last = System.nanoTime();
        write(
                "\r"
                        + things
                        + " of "
                        + allThings
                        + " blobs, "
                        + (bytes >> 20)
                        + " of "
                        + (allBytes >> 20)
                        + " MiB\u001b[K");
    }

    private void write(String text) {
        try {
            terminal.rawError(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (used) {
            write("\r\u001b[K");
        }
    }
}
