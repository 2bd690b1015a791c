package dev.cooper.dockerfile;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;

/** Short ways to parse in tests. */
final class Parsing {
    private Parsing() {}

    static Dockerfile parse(String... lines) {
        String text = String.join("\n", lines) + "\n";
        return Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first instruction behind {@code FROM scratch}, which stands in line 1. */
    static Instruction one(String... lines) {
        return Dockerfile.parse(
                        "Dockerfile",
                        ("FROM scratch\n" + String.join("\n", lines) + "\n")
                                .getBytes(StandardCharsets.UTF_8))
                .stages()
                .getFirst()
                .instructions()
                .getFirst();
    }

    /** The one instruction of a text, directives allowed before it. */
    static Instruction instruction(String text) {
        return Dockerfile.parseInstruction("instruction", text);
    }

    static <T extends Instruction> T one(Class<T> type, String... lines) {
        return type.cast(one(lines));
    }

    /** The sentence with which a whole file is refused. */
    static String refused(String... lines) {
        return assertThrows(DockerfileException.class, () -> parse(lines)).sentence();
    }

    /** The sentence with which instructions behind {@code FROM scratch} are refused. */
    static String refusedBody(String... lines) {
        return assertThrows(DockerfileException.class, () -> one(lines)).sentence();
    }
}
