package dev.cooper.dockerfile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The syntax tree of a Dockerfile. Nothing in it is expanded.
 *
 * @param file the text it was read from
 * @param globalArgs the ARG instructions before the first FROM
 * @param emptyContinuations the lines where a blank line interrupts a continued instruction
 */
public record Dockerfile(
        SourceFile file,
        Directives directives,
        List<Instruction.Arg> globalArgs,
        List<Stage> stages,
        List<SourceRange> emptyContinuations) {

    /** Copies the lists. */
    public Dockerfile {
        globalArgs = List.copyOf(globalArgs);
        stages = List.copyOf(stages);
        emptyContinuations = List.copyOf(emptyContinuations);
    }

    /**
     * Reads a Dockerfile.
     *
     * @param fileName how messages call the file
     * @throws DockerfileException when the text is not a Dockerfile
     */
    public static Dockerfile parse(String fileName, byte[] content) {
        return new Parser(SourceFile.of(fileName, content)).parse();
    }

    /**
     * Reads one instruction, such as an ONBUILD trigger of a base image.
     *
     * @param fileName how messages call the text, such as {@code ONBUILD of debian:12}
     * @throws DockerfileException when it is not exactly one instruction
     */
    public static Instruction parseInstruction(String fileName, String text) {
        return new Parser(SourceFile.of(fileName, text)).parseOne();
    }

    /** Finds the stage with this name (any case) or, when there is none, with this index. */
    public Optional<Stage> stage(String nameOrIndex) {
        String wanted = nameOrIndex.toLowerCase(Locale.ROOT);
        for (int i = stages.size() - 1; i >= 0; i--) {
            if (stages.get(i).name().filter(wanted::equals).isPresent()) {
                return Optional.of(stages.get(i));
            }
        }
        for (Stage stage : stages) {
            if (Integer.toString(stage.index()).equals(wanted)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }

    /**
     * Finds the stage that FROM or COPY in the stage with the given index means by a name: the
     * nearest one before it. A number is not a name.
     */
    public Optional<Stage> earlierStage(String name, int before) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (int i = Math.min(before, stages.size()) - 1; i >= 0; i--) {
            if (stages.get(i).name().filter(wanted::equals).isPresent()) {
                return Optional.of(stages.get(i));
            }
        }
        return Optional.empty();
    }

    /**
     * Finds the stage to build: the last one for an empty text.
     *
     * @throws dev.cooper.oci.SyntaxException when there is no such stage, with a suggestion
     */
    public Stage target(String nameOrIndex) {
        if (nameOrIndex.isEmpty()) {
            return stages.getLast();
        }
        return stage(nameOrIndex).orElseThrow(() -> StageNames.unknownTarget(this, nameOrIndex));
    }
}
