package dev.cooper.cli.progress;

import dev.cooper.build.Progress;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;

import java.time.InstantSource;

/** Shows a build on standard error. Takes events from any thread; {@link #close} shows the rest. */
public sealed interface ProgressRenderer extends Progress, AutoCloseable
        permits PlainRenderer, TtyRenderer, RawJsonRenderer, QuietRenderer {
    @Override
    void close();

    /**
     * The renderer for a value of {@code --progress}.
     *
     * @param mode {@code auto}, {@code tty}, {@code plain}, {@code quiet}, {@code none} or {@code
     *     rawjson}
     * @param terminal where to show it
     * @return the renderer; close it when the build is over, before anything else is printed
     */
    static ProgressRenderer of(String mode, Terminal terminal) {
        InstantSource clock = InstantSource.system();
        return switch (mode) {
            case "auto", "" ->
                    terminal.facts().errorIsTerminal()
                            ? new TtyRenderer(terminal, clock)
                            : new PlainRenderer(terminal, clock);
            case "tty" -> {
                if (!terminal.facts().errorIsTerminal()) {
                    throw new UsageException(
                            "--progress=tty needs a terminal on standard error; use plain");
                }
                yield new TtyRenderer(terminal, clock);
            }
            case "plain" -> new PlainRenderer(terminal, clock);
            case "quiet", "none" -> new QuietRenderer();
            case "rawjson" -> new RawJsonRenderer(terminal);
            default ->
                    throw new UsageException(
                            "--progress takes auto, tty, plain, quiet or rawjson, not \""
                                    + mode
                                    + "\"");
        };
    }
}
