package dev.cooper.scan.misconfiguration;

import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.Stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stage that is checked.
 *
 * @param from the step that opens it
 * @param steps those behind it
 * @param base the earlier stage that it begins with
 */
record DockerfileStage(Stage stage, Step from, List<Step> steps, Optional<DockerfileStage> base) {
    DockerfileStage {
        steps = List.copyOf(steps);
    }

    /** The last instruction of a kind, here or in the stages it begins with. */
    <T extends Instruction> Optional<Step> last(Class<T> kind) {
        DockerfileStage at = this;
        while (true) {
            for (Step step : at.steps.reversed()) {
                if (kind.isInstance(step.instruction())) {
                    return Optional.of(step);
                }
            }
            if (at.base.isEmpty()) {
                return Optional.empty();
            }
            at = at.base.get();
        }
    }

    /** All of a kind that stand in this stage. */
    <T extends Instruction> List<Step> all(Class<T> kind) {
        List<Step> all = new ArrayList<>();
        for (Step step : steps) {
            if (kind.isInstance(step.instruction())) {
                all.add(step);
            }
        }
        return all;
    }
}
