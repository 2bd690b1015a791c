package dev.cooper.build;

import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Origin;
import dev.cooper.dockerfile.Stage;

import java.util.List;
import java.util.Locale;

/** Numbers the steps of a stage as BuildKit does: {@code [build 2/4] RUN make}. */
final class StepNames {
    private final String stage;
    private int total;
    private int current = 1;

    StepNames(Dockerfile dockerfile, Stage stage) {
        this.stage =
                stage.name().orElse(dockerfile.stages().size() > 1 ? "stage-" + stage.index() : "");
        // Not known yet when FROM is named: the triggers of the base count too.
        this.total = 1 + steps(stage.instructions());
    }

    /** Fixes the total once the triggers of the base are known. */
    void count(List<Instruction> instructions, boolean hasBase) {
        total = steps(instructions) + (hasBase ? 1 : 0);
        current = hasBase ? 1 : 0;
    }

    private static int steps(List<Instruction> instructions) {
        int steps = 0;
        for (Instruction instruction : instructions) {
            if (instruction instanceof Instruction.Run
                    || instruction instanceof Instruction.Copy
                    || instruction instanceof Instruction.Add
                    || instruction instanceof Instruction.Workdir) {
                steps++;
            }
        }
        return steps;
    }

    /** The prefix of the stage's FROM. */
    String first() {
        return prefix(1);
    }

    /** The name of the next step. */
    String next(Origin origin) {
        current++;
        String text = origin.text().strip();
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return prefix(current)
                + text.substring(0, end).toUpperCase(Locale.ROOT)
                + text.substring(end);
    }

    /** The name of something that no instruction stands for. */
    String internal(String what) {
        return "[" + (stage.isEmpty() ? "internal" : stage + " internal") + "] " + what;
    }

    private String prefix(int number) {
        return "[" + (stage.isEmpty() ? "" : stage + " ") + number + "/" + total + "] ";
    }
}
