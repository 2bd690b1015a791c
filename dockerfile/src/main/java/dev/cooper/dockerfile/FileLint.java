package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The checks that look at the text alone. */
final class FileLint {
    private static final Set<String> RESERVED = Set.of("context", "scratch");

    private final Dockerfile file;
    private final Findings findings;

    FileLint(Dockerfile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    void check() {
        for (SourceRange range : file.emptyContinuations()) {
            findings.add(Rule.NO_EMPTY_CONTINUATION, "Empty continuation line", range);
        }
        file.globalArgs().forEach(this::checkArgDescription);
        for (Stage stage : file.stages()) {
            checkFrom(stage.from());
            stage.instructions().forEach(this::checkInstruction);
        }
        checkStageNames();
        checkCasing();
    }

    private void checkInstruction(Instruction instruction) {
        if (instruction instanceof Instruction.Maintainer) {
            findings.add(
                    Rule.MAINTAINER_DEPRECATED,
                    "Maintainer instruction is deprecated in favor of using label",
                    instruction);
        }
        if (instruction instanceof Instruction.Arg arg) {
            checkArgDescription(arg);
        }
    }

    private void checkFrom(Instruction.From from) {
        String written = from.nameAsWritten().orElse("");
        if (!written.equals(written.toLowerCase(Locale.ROOT))) {
            findings.add(
                    Rule.STAGE_NAME_CASING,
                    "Stage name '" + written + "' should be lowercase",
                    from);
        }
        if (!written.isEmpty()) {
            checkAsCasing(from);
            checkDescription("FROM", List.of(from.name().orElse("")), from);
        }
    }

    private void checkAsCasing(Instruction.From from) {
        String keyword = from.origin().keyword();
        List<Word> words = Word.split(new Word(from.origin().text(), 0));
        String as = words.get(words.size() - 2).text();
        boolean matches =
                isLower(keyword)
                        ? isLower(as)
                        : !keyword.equals(keyword.toUpperCase(Locale.ROOT))
                                || as.equals(as.toUpperCase(Locale.ROOT));
        if (!matches) {
            findings.add(
                    Rule.FROM_AS_CASING,
                    "'" + as + "' and '" + keyword + "' keywords' casing do not match",
                    from);
        }
    }

    private void checkArgDescription(Instruction.Arg arg) {
        List<String> names =
                arg.declarations().stream().map(Instruction.Declaration::name).toList();
        checkDescription("ARG", names, arg);
    }

    private void checkDescription(String keyword, List<String> names, Instruction instruction) {
        List<String> comments = instruction.origin().comments();
        if (comments.isEmpty()) {
            return;
        }
        String last = comments.getLast();
        int blank = last.indexOf(' ');
        if (!names.contains(blank < 0 ? last : last.substring(0, blank))) {
            String example = names.size() > 1 ? "<arg_key>" : names.getFirst();
            findings.add(
                    Rule.INVALID_DEFINITION_DESCRIPTION,
                    "Comment for "
                            + keyword
                            + " should follow the format: `# "
                            + example
                            + " <description>`",
                    instruction);
        }
    }

    private void checkStageNames() {
        Set<String> seen = new HashSet<>();
        for (Stage stage : file.stages()) {
            String name = stage.name().orElse("");
            if (RESERVED.contains(name)) {
                findings.add(
                        Rule.RESERVED_STAGE_NAME,
                        "Stage name should not use the same name as reserved stage \""
                                + name
                                + "\"",
                        stage.from());
            }
            if (!name.isEmpty() && !seen.add(name)) {
                findings.add(
                        Rule.DUPLICATE_STAGE_NAME,
                        "Duplicate stage name \"" + name + "\", stage names should be unique",
                        stage.from());
            }
        }
    }

    private void checkCasing() {
        List<Instruction> all = new ArrayList<>();
        for (Stage stage : file.stages()) {
            all.add(stage.from());
            all.addAll(stage.instructions());
        }
        int lower = 0;
        int upper = 0;
        for (Instruction instruction : all) {
            String keyword = instruction.origin().keyword();
            if (isLower(keyword)) {
                lower++;
            } else if (keyword.equals(keyword.toUpperCase(Locale.ROOT))) {
                upper++;
            }
        }
        boolean wantLower = lower > upper;
        for (Instruction instruction : all) {
            String keyword = instruction.origin().keyword();
            String wanted =
                    wantLower ? keyword.toLowerCase(Locale.ROOT) : keyword.toUpperCase(Locale.ROOT);
            if (!keyword.equals(wanted)) {
                findings.add(
                        Rule.CONSISTENT_INSTRUCTION_CASING,
                        "Command '"
                                + keyword
                                + "' should match the case of the command majority ("
                                + (wantLower ? "lowercase" : "uppercase")
                                + ")",
                        instruction);
            }
        }
    }

    private static boolean isLower(String text) {
        return text.equals(text.toLowerCase(Locale.ROOT));
    }
}
