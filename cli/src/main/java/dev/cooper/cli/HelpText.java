package dev.cooper.cli;

import java.util.ArrayList;
import java.util.List;

/** The help texts that list commands. */
final class HelpText {
    private HelpText() {}

    static String ofProgram() {
        StringBuilder text = new StringBuilder();
        text.append("Usage:  cooper [OPTIONS] COMMAND\n\n");
        text.append("Build, inspect and move container images without a daemon\n\nCommands:\n");
        append(text, Commands.SUMMARIES);
        text.append("\nGlobal Options:\n");
        text.append("  -D, --debug     Print the stack trace of an error\n");
        text.append("  -v, --version   Print the version and quit\n");
        text.append("\nRun 'cooper COMMAND --help' for more information on a command.\n");
        return text.toString();
    }

    static String ofImage() {
        StringBuilder text = new StringBuilder();
        text.append("Usage:  cooper image COMMAND\n\nManage images\n\nCommands:\n");
        append(text, Commands.IMAGE_SUMMARIES);
        text.append("\nRun 'cooper image COMMAND --help' for more information on a command.\n");
        return text.toString();
    }

    /** The help text of a word that others follow, such as {@code registry}. */
    static String ofGroup(String group, String summary, List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        text.append("Usage:  cooper ").append(group).append(" COMMAND\n\n");
        text.append(summary).append("\n\nCommands:\n");
        append(text, rows);
        text.append("\nRun 'cooper ").append(group);
        text.append(" COMMAND --help' for more information on a command.\n");
        return text.toString();
    }

    static List<String> commandNames() {
        return names(Commands.SUMMARIES);
    }

    static List<String> imageCommandNames() {
        return names(Commands.IMAGE_SUMMARIES);
    }

    static List<String> names(List<List<String>> rows) {
        List<String> names = new ArrayList<>();
        for (List<String> row : rows) {
            names.add(row.getFirst());
        }
        return names;
    }

    private static void append(StringBuilder text, List<List<String>> rows) {
        int column = 0;
        for (List<String> row : rows) {
            column = Math.max(column, row.getFirst().length());
        }
        for (List<String> row : rows) {
            text.append("  ").append(row.getFirst());
            text.append(" ".repeat(column - row.getFirst().length() + 3));
            text.append(row.getLast()).append('\n');
        }
    }
}
