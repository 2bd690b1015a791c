package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;

import java.io.IOException;

/** Asks before something is destroyed. */
final class Confirmation {
    private Confirmation() {}

    /** Whether the user agrees; no answer is no. */
    static boolean ask(Terminal terminal, String warning) throws IOException {
        terminal.print("WARNING! " + warning + "\nAre you sure you want to continue? [y/N] ");
        terminal.flush();
        StringBuilder answer = new StringBuilder();
        for (int c = terminal.input().read(); c >= 0 && c != '\n'; c = terminal.input().read()) {
            answer.append((char) c);
        }
        String text = answer.toString().strip();
        return text.equalsIgnoreCase("y") || text.equalsIgnoreCase("yes");
    }
}
