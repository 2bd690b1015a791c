package dev.cooper.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

/** Resource limits as docker writes them. */
final class UlimitTest {
    @Test
    void parsesSoftAndHardLimits() {
        assertEquals(new Ulimit("nofile", 10, 20), Ulimit.parse("nofile=10:20"));
        assertEquals(new Ulimit("core", 0, 0), Ulimit.parse("core=0"));
        assertEquals(new Ulimit("memlock", -1, -1), Ulimit.parse("memlock=-1:-1"));
        assertEquals(new Ulimit("stack", 5, -1), Ulimit.parse("stack=5:unlimited"));
    }

    @Test
    void refusesWhatIsNoLimit() {
        for (String bad :
                new String[] {
                    "nofile",
                    "=1",
                    "files=1",
                    "nofile=",
                    "nofile=x",
                    "nofile=2:1",
                    "nofile=-2",
                    "nofile=-1:5"
                }) {
            assertThrows(SyntaxException.class, () -> Ulimit.parse(bad), bad);
        }
    }
}
