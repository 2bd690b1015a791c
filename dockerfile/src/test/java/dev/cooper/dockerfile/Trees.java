package dev.cooper.dockerfile;

import java.util.List;

/** Compares instructions by what they say, not where they stand. */
final class Trees {
    private Trees() {}

    /** All components of an instruction but its origin, as text. */
    static String withoutOrigin(Instruction instruction) {
        if (instruction instanceof Instruction.Onbuild onbuild) {
            return "Onbuild " + onbuild.trigger() + " " + withoutOrigin(onbuild.instruction());
        }
        StringBuilder out = new StringBuilder(instruction.keyword());
        try {
            for (var component : instruction.getClass().getRecordComponents()) {
                if (!component.getName().equals("origin")) {
                    Object value = component.getAccessor().invoke(instruction);
                    out.append(' ').append(component.getName()).append('=').append(value);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return out.toString();
    }

    /** The instruction on one line, with its heredocs below. */
    static String source(Instruction instruction) {
        StringBuilder out = new StringBuilder(instruction.origin().text());
        SourceFile file = instruction.origin().file();
        for (int line = firstBodyLine(instruction); line <= instruction.range().endLine(); line++) {
            out.append('\n').append(file.lines().get(line - 1));
        }
        return out.append('\n').toString();
    }

    private static int firstBodyLine(Instruction instruction) {
        int bodies = 0;
        for (Heredoc heredoc : heredocs(instruction)) {
            bodies += (int) heredoc.content().chars().filter(c -> c == '\n').count() + 1;
        }
        return instruction.range().endLine() - bodies + 1;
    }

    private static List<Heredoc> heredocs(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Run run -> run.heredocs();
            case Instruction.Copy copy -> inline(copy.sources());
            case Instruction.Add add -> inline(add.sources());
            case Instruction.Onbuild onbuild -> heredocs(onbuild.instruction());
            default -> List.of();
        };
    }

    private static List<Heredoc> inline(List<CopySource> sources) {
        return sources.stream()
                .filter(CopySource.Inline.class::isInstance)
                .map(CopySource.Inline.class::cast)
                .map(one -> new Heredoc(one.name(), 0, true, false, one.content()))
                .toList();
    }

    /** A whole file as text, one line for each instruction. */
    static String describe(Dockerfile file) {
        StringBuilder out = new StringBuilder();
        out.append(file.directives()).append('\n');
        for (Instruction.Arg arg : file.globalArgs()) {
            out.append("global ").append(withoutOrigin(arg)).append('\n');
        }
        for (Stage stage : file.stages()) {
            out.append("stage ").append(stage.index()).append(' ').append(stage.range());
            out.append(' ').append(withoutOrigin(stage.from())).append('\n');
            for (Instruction instruction : stage.instructions()) {
                out.append("  ").append(instruction.range()).append(' ');
                out.append(withoutOrigin(instruction).replace("\n", "\\n")).append('\n');
            }
        }
        return out.toString();
    }
}
