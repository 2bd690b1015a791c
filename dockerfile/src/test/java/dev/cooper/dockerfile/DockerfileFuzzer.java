package dev.cooper.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Platform;
import dev.cooper.oci.SyntaxException;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Fuzz target: reads, expands and checks any bytes as a Dockerfile. Jazzer finds it by name. */
public final class DockerfileFuzzer {
    private static final LintOptions OPTIONS =
            LintOptions.forPlatform(Platform.of("linux", "amd64"));

    private DockerfileFuzzer() {}

    /** Throws only when something is wrong with the parser. */
    public static void fuzzerTestOneInput(byte[] data) {
        try {
            Lint.check("Dockerfile", data, OPTIONS);
        } catch (SyntaxException _) {
            // the check= directive is wrong
        }
        Dockerfile file;
        try {
            file = Dockerfile.parse("Dockerfile", data);
        } catch (SyntaxException _) {
            return;
        }
        for (Stage stage : file.stages()) {
            tryExpand(stage.from(), file);
            for (Instruction instruction : stage.instructions()) {
                tryExpand(instruction, file);
                assertEquals(
                        Trees.withoutOrigin(instruction),
                        Trees.withoutOrigin(parseAgain(instruction, file)),
                        "the instruction read again from its own text");
            }
        }
    }

    private static void tryExpand(Instruction instruction, Dockerfile file) {
        Expansion expansion =
                new Expansion(
                        Environment.of(Map.of("a", "1", "b", "x y", "PATH", "/bin")),
                        file.directives().escape());
        try {
            instruction.expand(expansion);
            if (instruction instanceof Instruction.Run run) {
                run.mounts(expansion);
            }
        } catch (SyntaxException _) {
            // refused with a sentence, as it should be
        }
    }

    private static Instruction parseAgain(Instruction instruction, Dockerfile file) {
        String text = "# escape=" + file.directives().escape() + "\n" + Trees.source(instruction);
        return Parsing.instruction(text);
    }

    /** Runs one input given as text. */
    static void run(String text) {
        fuzzerTestOneInput(text.getBytes(StandardCharsets.UTF_8));
    }
}
