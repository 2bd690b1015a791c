package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.cli.terminal.TerminalFacts;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * Runs typical commands in one JVM, so that the launcher can keep which classes they load in its
 * start-up cache. Prints nothing and changes nothing outside the directory it is given.
 */
final class Training {
    private Training() {}

    /**
     * Runs the commands.
     *
     * @param args a directory for the store and the build contexts of the training
     */
    public static void main(String[] args) {
        run("--version");
        run("help");
    }

    private static void run(String... args) {
        OutputStream nowhere = OutputStream.nullOutputStream();
        Terminal terminal =
                new Terminal(
                        InputStream.nullInputStream(),
                        nowhere,
                        nowhere,
                        TerminalFacts.NONE,
                        Map.of());
        new Main(terminal).run(List.of(args));
    }
}
