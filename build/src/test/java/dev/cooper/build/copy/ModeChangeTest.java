package dev.cooper.build.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Random;

class ModeChangeTest {
    @Test
    void octalReplacesEverything() throws Exception {
        assertEquals(0755, ModeChange.parse("755").apply(04000, false));
        assertEquals(04711, ModeChange.parse("4711").apply(0, true));
        assertEquals(0, ModeChange.parse("0").apply(0777, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "77777", "u", "u+y", "+r,", "x", "u=rwX,go", "7a", "u+rg"})
    void whatIsNoModeIsRefused(String text) {
        assertThrows(CopyException.class, () -> ModeChange.parse(text));
    }

    /** With a umask of 022, as the program here has it. */
    @Test
    void symbolicModesDoWhatChmodDoes(@TempDir Path directory) throws Exception {
        String[] modes = {
            "u=rwX,go=rX",
            "+x",
            "a+X",
            "go-w",
            "u+s,g+s",
            "=r",
            "g=u",
            "o=g,u-x",
            "a=",
            "+t",
            "u=rw,g=r,o=",
            "ug+rw-x",
            "-w",
            "=",
            "a=rwxst",
            "g-s",
            "u=s",
            "=rw"
        };
        int[] starts = new int[6];
        Random random = new Random(3);
        StringBuilder script = new StringBuilder("umask 022; mkdir d; touch f\n");
        for (int i = 0; i < starts.length; i++) {
            starts[i] = random.nextInt(010000);
        }
        for (String mode : modes) {
            for (int start : starts) {
                String octal = Integer.toOctalString(start);
                for (String file : new String[] {"f", "d"}) {
                    script.append("chmod 00").append(octal).append(' ').append(file);
                    script.append("; chmod -- ").append(mode).append(' ').append(file);
                    script.append("; stat -c %a ").append(file).append('\n');
                }
            }
        }
        // A minus sign first makes chmod complain about the umask; what it does is right.
        String[] want = Trees.shell(directory, "{ " + script + "} 2>/dev/null || true").split("\n");
        int line = 0;
        for (String mode : modes) {
            for (int start : starts) {
                for (boolean isDirectory : new boolean[] {false, true}) {
                    assertEquals(
                            want[line++],
                            Integer.toOctalString(ModeChange.parse(mode).apply(start, isDirectory)),
                            mode + " on " + Integer.toOctalString(start) + " " + isDirectory);
                }
            }
        }
    }
}
