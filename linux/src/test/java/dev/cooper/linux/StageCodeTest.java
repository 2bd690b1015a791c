package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
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
        org.junit.jupiter.api.Assumptions.assumeTrue(
                present, "not run: needs " + String.join(" and ", tools));
        Path object = directory.resolve("stage.o");
        Path binary = directory.resolve("stage.bin");
        run(tools.get(0), "-o", object.toString(), "src/main/asm/" + source);
        run(tools.get(1), "-O", "binary", "-j", ".text", object.toString(), binary.toString());
        assertArrayEquals(HexFormat.of().parseHex(code), Files.readAllBytes(binary));
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
