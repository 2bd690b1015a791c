package dev.cooper.dockerfile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which stage needs which other ones. */
final class StageGraph {
    private final Dockerfile file;
    private final Map<Integer, String> baseNames = new HashMap<>();
    private final Map<Integer, Stage> bases = new HashMap<>();
    private final Map<String, Stage> lastByName = new HashMap<>();

    private StageGraph(Dockerfile file) {
        this.file = file;
    }

    static StageGraph of(Dockerfile file, Map<String, String> globals) {
        StageGraph graph = new StageGraph(file);
        for (Stage stage : file.stages()) {
            Expansion expansion =
                    new Expansion(Environment.viewOf(globals), file.directives().escape());
            String base = InstructionExpansion.word(stage.from(), expansion, stage.baseName());
            graph.baseNames.put(stage.index(), base);
            Stage earlier = graph.lastByName.get(base.toLowerCase(Locale.ROOT));
            if (earlier != null) {
                graph.bases.put(stage.index(), earlier);
            }
            stage.name().ifPresent(name -> graph.lastByName.put(name, stage));
        }
        return graph;
    }

    /** The name of the base with its variables replaced. */
    String baseName(Stage stage) {
        return baseNames.getOrDefault(stage.index(), "");
    }

    /** The earlier stage that a stage builds on, if its base is one. */
    Optional<Stage> base(Stage stage) {
        return Optional.ofNullable(bases.get(stage.index()));
    }

    /** A stage and all that it needs, in the order of the file. */
    List<Stage> neededBy(Stage target) {
        Set<Integer> needed = new TreeSet<>();
        Deque<Stage> open = new ArrayDeque<>(List.of(target));
        while (!open.isEmpty()) {
            Stage stage = open.pop();
            if (needed.add(stage.index())) {
                base(stage).ifPresent(open::push);
                sources(stage).forEach(from -> source(from).ifPresent(open::push));
            }
        }
        return needed.stream().map(file.stages()::get).toList();
    }

    private Optional<Stage> source(String from) {
        Stage named = lastByName.get(from.toLowerCase(Locale.ROOT));
        if (named != null) {
            return Optional.of(named);
        }
        return from.length() < 7 && from.chars().allMatch(c -> c >= '0' && c <= '9')
                ? file.stage(from)
                : Optional.empty();
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
