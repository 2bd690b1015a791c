package dev.cooper.scan.misconfiguration;

import dev.cooper.dockerfile.Instruction;

import java.util.List;

/**
 * An instruction that is checked.
 *
 * @param startLine from 1; 0 where there is no file
 * @param endLine inclusive
 * @param code its lines, without secrets
 * @param layer that it made, from 0; -1 where it made none or none is known
 * @param isOfBase whether an image's base has brought it
 */
record Step(
        Instruction instruction,
        int startLine,
        int endLine,
        List<String> code,
        int layer,
        boolean isOfBase) {
    Step {
        code = List.copyOf(code);
    }

    /** What is done in the end: the trigger of an ONBUILD, else the instruction itself. */
    Instruction effective() {
        return instruction instanceof Instruction.Onbuild onbuild
                ? onbuild.instruction()
                : instruction;
    }
}
