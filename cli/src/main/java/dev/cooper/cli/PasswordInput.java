package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Passwords that users type or pipe in. */
final class PasswordInput {
    private static final int LONGEST = 1 << 16;

    private PasswordInput() {}

    /** Reads a password from standard input, without the end of its line. */
    static String piped(Terminal terminal) throws IOException {
        String text = new String(terminal.input().readNBytes(LONGEST), StandardCharsets.UTF_8);
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /**
     * Asks for something on the terminal.
     *
     * @param echo whether what is typed may be seen
     * @param otherwise what to do without a terminal, the end of a sentence
     */
    static String ask(String prompt, Terminal terminal, boolean echo, String otherwise) {
        Console console = terminal.facts().inputIsTerminal() ? System.console() : null;
        if (console == null) {
            throw new SyntaxException("cannot ask without a terminal; " + otherwise);
        }
        if (echo) {
            @Nullable String line = console.readLine("%s", prompt);
            return line == null ? "" : line.strip();
        }
        char @Nullable [] password = console.readPassword("%s", prompt);
        return password == null ? "" : new String(password);
    }
}
