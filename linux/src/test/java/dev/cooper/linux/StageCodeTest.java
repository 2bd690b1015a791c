package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The machine code is what its source says. */
final class StageCodeTest {
    @TempDir Path directory;

    @Test
    void machineCodeForX86IsAssembledFromItsSource() throws Exception {
        assembles(
                "stage-x86_64.S",
                StageCode.X86_64,
                List.of("/usr/bin/x86_64-linux-gnu-as", "/usr/bin/x86_64-linux-gnu-objcopy"));
    }

    @Test
    void machineCodeForArmIsAssembledFromItsSource() throws Exception {
        assembles(
                "stage-aarch64.S",
                StageCode.AARCH64,
                List.of("/usr/bin/aarch64-linux-gnu-as", "/usr/bin/aarch64-linux-gnu-objcopy"));
    }

    private void assembles(String source, String code, List<String> tools) throws Exception {
        boolean present = tools.stream().allMatch(tool -> Files.isExecutable(Path.of(tool)));
        Assumptions.assumeTrue(present, "not run: needs " + String.join(" and ", tools));
        Path object = directory.resolve("stage.o");
        Path binary = directory.resolve("stage.bin");
        run(tools.get(0), "-o", object.toString(), "src/main/asm/" + source);
        run(tools.get(1), "-O", "binary", "-j", ".text", object.toString(), binary.toString());
        assertArrayEquals(HexFormat.of().parseHex(code), Files.readAllBytes(binary));
    }

    @Test
    void runsATableOnThisMachine() throws Exception {
        boolean arm = System.getProperty("os.arch", "").equals("aarch64");
        runsATable(arm, List.of());
    }

    @Test
    void runsATableOnAnEmulatedArm() throws Exception {
        String emulator = "/usr/bin/qemu-aarch64-static";
        Assumptions.assumeTrue(Files.isExecutable(Path.of(emulator)), "not run: needs " + emulator);
        runsATable(true, List.of(emulator));
    }

    private static final long FIRST = StageCode.TABLE + StageCode.TABLE_HEADER;
    private static final long ANYWHERE = StageCode.TABLE + 32;

    /** Writes a word, fails to close a file, and ends with a code that says how it got there. */
    private void runsATable(boolean arm, List<String> emulator) throws Exception {
        ByteBuffer table = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        table.position(StageCode.TABLE_HEADER);
        long[] calls = new long[5];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = FIRST + (long) i * StageCode.CALL_SIZE;
        }
        long bad = calls[4];
        call(table, arm ? 64 : 1, 1, StageCode.DATA, 6, 6, bad, bad, calls[1], bad);
        call(table, arm ? 166 : 95, 022, 0, 0, 1, bad, calls[2], calls[2], calls[2]);
        call(table, arm ? 57 : 3, 99, 0, 0, 1, calls[3], bad, bad, bad);
        call(table, arm ? 94 : 231, 7, 0, 0, 0, 0, 0, 0, 0);
        call(table, arm ? 94 : 231, 9, 0, 0, 0, 0, 0, 0, 0);
        byte[] elf =
                StageCode.elf(
                        arm,
                        table.flip(),
                        ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.US_ASCII)));
        Path program = Files.write(directory.resolve("program"), elf);
        assertTrue(program.toFile().setExecutable(true));
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 3>report", "sh"));
        command.addAll(emulator);
        command.add(program.toString());
        Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
        assertEquals(
                "hello\n",
                new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        assertEquals(7, process.waitFor());
        ByteBuffer report =
                ByteBuffer.wrap(Files.readAllBytes(directory.resolve("report")))
                        .order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(16, report.remaining());
        assertEquals(calls[2], report.getLong());
        assertEquals(-Errno.EBADF, report.getLong());
    }

    private static void call(
            ByteBuffer table,
            long number,
            long a,
            long b,
            long c,
            long expected,
            long onError,
            long onZero,
            long onExpected,
            long onOther) {
        table.putLong(number).putLong(a).putLong(b).putLong(c).putLong(0).putLong(0).putLong(0);
        table.putLong(ANYWHERE).putLong(expected);
        table.putLong(onError).putLong(onZero).putLong(onExpected).putLong(onOther);
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
