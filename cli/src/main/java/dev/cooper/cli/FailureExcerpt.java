package dev.cooper.cli;

import dev.cooper.build.StepFailedException;
import dev.cooper.dockerfile.Origin;

/** Shows a failed RUN as buildx does: its last output, its place in the Dockerfile, its code. */
final class FailureExcerpt {
    private static final int OUTPUT_LINES = 20;
    private static final int CONTEXT_LINES = 3;

    private FailureExcerpt() {}

    /**
     * The text of a failure.
     *
     * @param withOutput whether the progress has not shown the output of the step
     */
    static String of(StepFailedException failure, boolean withOutput) {
        StringBuilder text = new StringBuilder();
        if (withOutput) {
            output(text, failure);
        }
        failure.origin().ifPresent(origin -> source(text, origin));
        text.append("cooper: ").append(failure.getMessage());
        failure.origin()
                .ifPresent(origin ->
                        text.append(" (")
                                .append(origin.file().name())
                                .append(':')
                                .append(origin.range())
                                .append(')'));
        failure.kept()
                .ifPresent(name ->
                        text.append("\nthe failed file system is kept as image ")
                                .append(name)
                                .append(": look into it with 'cooper enter ")
                                .append(name)
                                .append("', take it out with 'cooper save'"));
        return text.toString();
    }

    private static void output(StringBuilder text, StepFailedException failure) {
        text.append("------\n > ").append(failure.step()).append(":\n");
        String[] lines = failure.lastOutput().stripTrailing().split("\n");
        for (int i = Math.max(0, lines.length - OUTPUT_LINES); i < lines.length; i++) {
            text.append(lines[i]).append('\n');
        }
        text.append("------\n");
    }

    private static void source(StringBuilder text, Origin origin) {
        int first = Math.max(1, origin.range().startLine() - CONTEXT_LINES);
        int last = Math.min(origin.file().lines().size(), origin.range().endLine() + CONTEXT_LINES);
        text.append(origin.file().name()).append(':').append(origin.range().startLine());
        text.append("\n--------------------\n");
        for (int line = first; line <= last; line++) {
            String number = Integer.toString(line);
            text.append(" ".repeat(Math.max(1, 4 - number.length()))).append(number).append(" | ");
            text.append(origin.range().containsLine(line) ? ">>> " : "    ");
            text.append(origin.file().line(line)).append('\n');
        }
        text.append("--------------------\n");
    }
}
