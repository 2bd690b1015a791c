package dev.cooper.dockerfile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which stage needs which other ones. */
final class StageGraph {
    private final Dockerfile file;
    private final Map<Integer, String> baseNames = new HashMap<>();

    private StageGraph(Dockerfile file) {
        this.file = file;
    }

    static StageGraph of(Dockerfile file, Map<String, String> globals) {
        StageGraph graph = new StageGraph(file);
        for (Stage stage : file.stages()) {
            Expansion expansion =
                    new Expansion(Environment.viewOf(globals), file.directives().escape());
            graph.baseNames.put(
                    stage.index(),
                    InstructionExpansion.word(stage.from(), expansion, stage.baseName()));
        }
        return graph;
    }

    /** The name of the base with its variables replaced. */
    String baseName(Stage stage) {
        return baseNames.getOrDefault(stage.index(), "");
    }

    /** The earlier stage that a stage builds on, if its base is one. */
    Optional<Stage> base(Stage stage) {
        return file.earlierStage(baseName(stage), stage.index());
    }

    /** A stage and all that it needs, in the order of the file. */
    List<Stage> neededBy(Stage target) {
        Set<Integer> needed = new TreeSet<>();
        Deque<Stage> open = new ArrayDeque<>(List.of(target));
        while (!open.isEmpty()) {
            Stage stage = open.pop();
            if (needed.add(stage.index())) {
                base(stage).ifPresent(open::push);
                sources(stage).forEach(from -> file.stage(from).ifPresent(open::push));
            }
        }
        return needed.stream().map(file.stages()::get).toList();
    }

    private static List<String> sources(Stage stage) {
        List<String> out = new ArrayList<>();
        for (Instruction instruction : stage.instructions()) {
            addSources(instruction, out);
        }
        return out;
    }

    private static void addSources(Instruction instruction, List<String> out) {
        if (instruction instanceof Instruction.Copy copy) {
            copy.from().ifPresent(out::add);
        } else if (instruction instanceof Instruction.Run run) {
            out.addAll(run.mountFroms());
        } else if (instruction instanceof Instruction.Onbuild onbuild) {
            addSources(onbuild.instruction(), out);
        }
    }
}
