package dev.cooper.linux;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Assembles a program of the classic packet filter machine, which is what seccomp runs. */
final class BpfProgram {
    private static final int LOAD = 0x20;
    private static final int AND = 0x54;
    private static final int JUMP = 0x05;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int IF_ANY = 0x45;
    private static final int RETURN = 0x06;
    private static final int LONGEST_CONDITIONAL = 255;

    /** A place in the program. */
    static final class Label {
        private int index = -1;
    }

    private record Instruction(int code, int value, @Nullable Label yes, @Nullable Label no) {}

    private final List<Instruction> instructions = new ArrayList<>();

    /** Loads 32 bits of the description of the call. */
    void load(int offset) {
        add(LOAD, offset, null, null);
    }

    /** Keeps only these bits. */
    void and(int mask) {
        add(AND, mask, null, null);
    }

    /** Goes on elsewhere if the loaded value equals this one. */
    void ifEqual(int value, Label target) {
        add(IF_EQUAL, value, target, null);
    }

    /** Goes on elsewhere unless the loaded value equals this one. */
    void unlessEqual(int value, Label target) {
        Label next = new Label();
        add(IF_EQUAL, value, next, null);
        add(JUMP, 0, target, null);
        place(next);
    }

    /** Goes on elsewhere unless the loaded value is at least this one, unsigned. */
    void unlessAtLeast(int value, Label target) {
        add(IF_AT_LEAST, value, null, target);
    }

    /** Goes on elsewhere unless the loaded value has one of these bits. */
    void unlessAny(int bits, Label target) {
        add(IF_ANY, bits, null, target);
    }

    /** Goes on elsewhere. */
    void jump(Label target) {
        add(JUMP, 0, target, null);
    }

    /** Ends with an answer to the kernel. */
    void answer(int answer) {
        add(RETURN, answer, null, null);
    }

    /** Puts a label before the instruction that is added next. */
    void place(Label label) {
        label.index = instructions.size();
    }

    private void add(int code, int value, @Nullable Label yes, @Nullable Label no) {
        instructions.add(new Instruction(code, value, yes, no));
    }

    /** Returns the program, 8 bytes an instruction. */
    byte[] toBytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(8 * instructions.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            int yes = distance(i, instruction.yes());
            int no = distance(i, instruction.no());
            bytes.putShort((short) instruction.code());
            if (instruction.code() == JUMP) {
                bytes.putShort((short) 0).putInt(yes);
            } else {
                if (yes > LONGEST_CONDITIONAL || no > LONGEST_CONDITIONAL) {
                    throw new IllegalStateException("a conditional jump over " + yes + "/" + no);
                }
                bytes.put((byte) yes).put((byte) no).putInt(instruction.value());
            }
        }
        return bytes.array();
    }

    private static int distance(int from, @Nullable Label to) {
        if (to == null) {
            return 0;
        }
        if (to.index <= from) {
            throw new IllegalStateException("a jump backwards or to nowhere");
        }
        return to.index - from - 1;
    }
}
