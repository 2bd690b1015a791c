package dev.cooper.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The machine code of the stage and the ELF file around it. The code is one loop over a table of
 * system calls; {@link StageProgram} writes the table, {@code src/main/asm} holds the source, and a
 * test assembles it again where an assembler is installed.
 */
final class StageCode {
    /** Where the table lies in the memory of the stage: 64 bytes for reports, then the calls. */
    static final long TABLE = 0x10000000L;

    /** Bytes before the first call. */
    static final int TABLE_HEADER = 0x40;

    /** Bytes of one call: number, six arguments, result address, expected value, four ways on. */
    static final int CALL_SIZE = 13 * 8;

    /** Where strings and structures lie in the memory of the stage. */
    static final long DATA = 0x20000000L;

    /** Machine code for x86_64. */
    static final String X86_64 =
            "bb40000010488b03488b7b08488b7310488b53184c8b53204c8b43284c8b"
                    + "4b300f05488b4b38488901483d01f0ffff731d4885c0740c483b4340740c"
                    + "488b5b60ebc3488b5b50ebbd488b5b58ebb7be0000001048891e48894608"
                    + "bf03000000ba10000000b8010000000f05488b5b48eb94";

    /** Machine code for aarch64. */
    static final String AARCH64 =
            "1400a2d293020191680240f9608640a9628e41a9649642a9010000d4691e"
                    + "40f9200100f91ffc3fb162010054c00000b4692240f91f0009eba0000054"
                    + "733240f9f2ffff17732a40f9f0ffff17732e40f9eeffff17e10314aa3300"
                    + "00a9600080d2020280d2080880d2010000d4732640f9e6ffff17";

    private static final long CODE = 0x400000L;

    /** Largest page of either machine: segments are aligned to it in the file and in memory. */
    private static final int PAGE = 0x10000;

    private static final int HEADER_SIZE = 64;
    private static final int SEGMENT_SIZE = 56;
    private static final int SEGMENTS = 4;
    private static final int CODE_OFFSET = HEADER_SIZE + SEGMENTS * SEGMENT_SIZE;
    private static final int EXECUTE = 1;
    private static final int WRITE = 2;
    private static final int READ = 4;
    private static final int PT_LOAD = 1;
    private static final int PT_GNU_STACK = 0x6474e551;

    private StageCode() {}

    /** Returns an ELF program that runs the table. */
    static byte[] elf(boolean arm, ByteBuffer table, ByteBuffer data) {
        byte[] code = HexFormat.of().parseHex(arm ? AARCH64 : X86_64);
        int dataOffset = PAGE + roundUp(table.remaining());
        ByteBuffer elf =
                ByteBuffer.allocate(dataOffset + data.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        header(elf, arm);
        segment(elf, PT_LOAD, READ | EXECUTE, 0, CODE, CODE_OFFSET + code.length);
        segment(elf, PT_LOAD, READ | WRITE, PAGE, TABLE, table.remaining());
        segment(elf, PT_LOAD, READ | WRITE, dataOffset, DATA, data.remaining());
        segment(elf, PT_GNU_STACK, READ | WRITE, 0, 0, 0);
        elf.put(code);
        elf.put(PAGE, table, table.position(), table.remaining());
        elf.put(dataOffset, data, data.position(), data.remaining());
        return elf.array();
    }

    private static void header(ByteBuffer elf, boolean arm) {
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        elf.putShort((short) 2); // an executable at fixed addresses
        elf.putShort((short) (arm ? 183 : 62));
        elf.putInt(1);
        elf.putLong(CODE + CODE_OFFSET); // entry
        elf.putLong(HEADER_SIZE); // segment headers
        elf.putLong(0);
        elf.putInt(0);
        elf.putShort((short) HEADER_SIZE);
        elf.putShort((short) SEGMENT_SIZE);
        elf.putShort((short) SEGMENTS);
        elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    }

    private static void segment(
            ByteBuffer elf, int type, int flags, long offset, long address, long size) {
        elf.putInt(type).putInt(flags).putLong(offset).putLong(address).putLong(address);
        elf.putLong(size).putLong(size).putLong(PAGE);
    }

    private static int roundUp(int size) {
        return (size + PAGE - 1) / PAGE * PAGE;
    }
}
