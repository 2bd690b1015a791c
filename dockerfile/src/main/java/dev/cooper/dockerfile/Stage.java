package dev.cooper.dockerfile;

import java.util.List;
import java.util.Optional;

/**
 * One FROM and the instructions that follow it.
 *
 * @param index its position in the file, from 0
 * @param from the instruction that opens it; its values are not expanded
 * @param instructions everything behind FROM, in order; values are not expanded
 * @param range from FROM to the end of the last instruction
 */
public record Stage(
        int index, Instruction.From from, List<Instruction> instructions, SourceRange range) {

    /** Copies the instructions. */
    public Stage {
        instructions = List.copyOf(instructions);
    }

    /** The name given with {@code AS}, in lower case. */
    public Optional<String> name() {
        return from.name();
    }

    /** The base as written: an image, an earlier stage, {@code scratch}; not expanded. */
    public String baseName() {
        return from.baseName();
    }

    /** The value of {@code --platform} as written; not expanded. */
    public Optional<String> platform() {
        return from.platform();
    }

    /** The name if there is one, else the index in decimal: how messages call this stage. */
    public String label() {
        return name().orElse(Integer.toString(index));
    }
}
