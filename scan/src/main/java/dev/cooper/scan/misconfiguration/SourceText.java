package dev.cooper.scan.misconfiguration;

import dev.cooper.dockerfile.Instruction;
import dev.cooper.dockerfile.SourceRange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The lines of a Dockerfile as reports may show them. */
final class SourceText {
    private static final int MOST_LINES = 50;
    private static final String STARS = "*".repeat(8);

    private final List<String> lines;

    /**
     * @param masked the file with stars in place of secrets
     */
    SourceText(byte[] masked) {
        this.lines = List.of(new String(masked, StandardCharsets.UTF_8).split("\n", -1));
    }

    /** An instruction with its lines; values of variables that are secret by name are not shown. */
    Step step(Instruction instruction) {
        SourceRange range = instruction.range();
        int end = Math.min(range.endLine(), range.startLine() + MOST_LINES - 1);
        List<String> code = new ArrayList<>();
        for (int i = range.startLine(); i <= Math.min(end, lines.size()); i++) {
            String line = lines.get(i - 1);
            code.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        return new Step(
                instruction,
                range.startLine(),
                range.endLine(),
                masked(code, secretValues(instruction)),
                -1,
                false);
    }

    static List<String> masked(List<String> code, List<String> values) {
        List<String> masked = new ArrayList<>(code);
        for (String value : values) {
            for (String part : value.split("\n", -1)) {
                if (!part.isBlank()) {
                    masked.replaceAll(line -> line.replace(part, STARS));
                }
            }
        }
        return masked;
    }

    /** The values that an instruction gives to variables whose names say that they are secret. */
    static List<String> secretValues(Instruction instruction) {
        List<String> values = new ArrayList<>();
        switch (instruction) {
            case Instruction.Env env -> {
                for (Instruction.Pair pair : env.pairs()) {
                    if (SecretNames.hasSecret(pair.key())
                            && SecretNames.mayBeSecret(pair.value())) {
                        values.add(unquoted(pair.value()));
                    }
                }
            }
            case Instruction.Arg arg -> {
                for (Instruction.Declaration each : arg.declarations()) {
                    if (SecretNames.hasSecret(each.name())) {
                        each.defaultValue().ifPresent(value -> values.add(unquoted(value)));
                    }
                }
            }
            case Instruction.Onbuild onbuild -> values.addAll(secretValues(onbuild.instruction()));
            case Instruction.From _,
                    Instruction.Run _,
                    Instruction.Copy _,
                    Instruction.Add _,
                    Instruction.Cmd _,
                    Instruction.Entrypoint _,
                    Instruction.Label _,
                    Instruction.Expose _,
                    Instruction.Volume _,
                    Instruction.User _,
                    Instruction.Workdir _,
                    Instruction.Shell _,
                    Instruction.Stopsignal _,
                    Instruction.Healthcheck _,
                    Instruction.Maintainer _ -> {
                // these set no variables
            }
        }
        return values;
    }

    private static String unquoted(String value) {
        boolean isQuoted =
                value.length() > 1
                        && (value.startsWith("\"") || value.startsWith("'"))
                        && value.charAt(0) == value.charAt(value.length() - 1);
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }
}
