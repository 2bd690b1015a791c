package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;

/** Asks before something is destroyed. */
final class Confirmation {
    private Confirmation() {}

    /** Whether the user agrees; no answer is no. */
    static boolean ask(Terminal terminal, String warning) throws IOException {
        return given("WARNING! " + warning + "\nAre you sure you want to continue?", terminal);
    }

    /** Asks a question; only a clear yes is one. */
    static boolean given(String question, Terminal terminal) throws IOException {
        terminal.print(question + " [y/N] ");
        terminal.flush();
        StringBuilder answer = new StringBuilder();
        for (int c = terminal.input().read(); c >= 0 && c != '\n'; c = terminal.input().read()) {
            answer.append((char) c);
        }
        String text = answer.toString().strip();
        return text.equalsIgnoreCase("y") || text.equalsIgnoreCase("yes");
    }
}
