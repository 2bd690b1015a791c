package dev.cooper.oci;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

class FileNameTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void utf8DecodesNormally() {
        for (String name : new String[] {"", "a", "grün/ß", "日本語", "😀.txt"}) {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            assertEquals(name, FileName.decode(utf8));
            assertArrayEquals(utf8, FileName.encode(name));
        }
    }

    @Test
    void invalidBytesBecomeLoneSurrogates() {
        assertEquals("a\uDCFFb", FileName.decode(bytes('a', 0xff, 'b')));
        assertEquals("\uDCC3(", FileName.decode(bytes(0xc3, '(')));
        assertEquals("\uDCE4\uDCB8", FileName.decode(bytes(0xe4, 0xb8)));
        assertEquals("\uDCED\uDCA0\uDC80", FileName.decode(bytes(0xed, 0xa0, 0x80))); // a surrogate
        assertEquals("\uDCC0\uDC80", FileName.decode(bytes(0xc0, 0x80))); // overlong
    }

    @Test
    void everyByteStringSurvives() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] name = new byte[random.nextInt(12)];
            for (int j = 0; j < name.length; j++) {
                // mostly bytes that matter in UTF-8
                name[j] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0x80 | j * 37);
            }
            String decoded = FileName.decode(name);
            assertArrayEquals(name, FileName.encode(decoded), () -> "seed " + SEED);
            assertEquals(decoded, Json.parse(Json.write(decoded)), () -> "seed " + SEED);
        }
    }

    @Test
    void ordersByBytes() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] a = new byte[random.nextInt(6)];
            byte[] b = new byte[random.nextInt(6)];
            random.nextBytes(a);
            random.nextBytes(b);
            assertEquals(
                    Integer.signum(Arrays.compareUnsigned(a, b)),
                    Integer.signum(
                            FileName.BYTE_ORDER.compare(FileName.decode(a), FileName.decode(b))),
                    () -> "seed " + SEED);
        }
        // code points above U+FFFF sort after all others in UTF-8, but not as UTF-16
        assertEquals(-1, Integer.signum(FileName.BYTE_ORDER.compare("\uFF5E", "😀")));
    }

    @Test
    void refusesSurrogatesThatStandForNoByte() {
        assertThrows(SyntaxException.class, () -> FileName.encode("a\uD83Db"));
        assertThrows(SyntaxException.class, () -> FileName.encode("\uDC00"));
    }
}
