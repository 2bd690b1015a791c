package dev.cooper.scan.misconfiguration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes the text of a shell apart into the commands it runs, as far as can be seen by reading. */
final class ShellCommands {
    /** Words that stand before a command. */
    private static final Set<String> BEFORE =
            Set.of(
                    "if",
                    "then",
                    "elif",
                    "else",
                    "while",
                    "until",
                    "do",
                    "!",
                    "{",
                    "}",
                    "exec",
                    "time",
                    "command",
                    "env",
                    "nice",
                    "eatmydata");

    private final String text;
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> command = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean hasWord;

    private ShellCommands(String text) {
        this.text = text;
    }

    /** The words of each command, without variables that are set for it. */
    static List<List<String>> of(String text) {
        ShellCommands reader = new ShellCommands(text);
        reader.read();
        return reader.commands;
    }

    private void read() {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'') {
                i++;
                if (i < text.length() && text.charAt(i) != '\n') {
                    add(text.charAt(i));
                }
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    add(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                hasWord = true;
            } else if (c == '#' && !hasWord) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end - 1;
            } else {
                plain(c);
            }
        }
        endCommand();
    }

    private void plain(char c) {
        switch (c) {
            case ';', '|', '&', '\n', '(', ')', '`' -> endCommand();
            case ' ', '\t', '\r' -> endWord();
            default -> add(c);
        }
    }

    private void add(char c) {
        word.append(c);
        hasWord = true;
    }

    private void endWord() {
        if (!hasWord) {
            return;
        }
        String text = word.toString();
        word.setLength(0);
        hasWord = false;
        boolean isBefore = command.isEmpty() && (BEFORE.contains(text) || isAssignment(text));
        if (!isBefore) {
            command.add(text);
        }
    }

    private static boolean isAssignment(String text) {
        int equals = text.indexOf('=');
        for (int i = 0; i < equals; i++) {
            char c = text.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '_') {
                return false;
            }
        }
        return equals > 0;
    }

    private void endCommand() {
        endWord();
        if (!command.isEmpty()) {
            commands.add(command);
            command = new ArrayList<>();
        }
    }
}
