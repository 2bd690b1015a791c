package dev.cooper.archive;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;

/** A short, blind run of the fuzz target over mutations of good archives. */
class ArchiveFuzzTest {
    @Test
    void mutatedArchivesNeverDoWorseThanAnIoException() throws IOException {
        long seed = Long.getLong("tests.seed", 20261121L);
        Random random = new Random(seed);
        TreeMap<String, byte[]> xattrs = new TreeMap<>();
        xattrs.put("user.k", new byte[] {1, 2});
        byte[] tar =
                TarWriterTest.tar(
                        TarEntry.directory("d"),
                        TarEntry.file("d/gr\u00fcn", 700).withXattrs(xattrs),
                        TarEntry.symlink("l", "x".repeat(150)),
                        TarEntry.of("dev", TarEntry.Type.CHAR_DEVICE, 0600).withDevice(1, 3));
        byte[] sparse;
        try (InputStream in = ArchiveFuzzTest.class.getResourceAsStream("/sparse-gnu.tar")) {
            sparse = in == null ? tar : in.readAllBytes();
        }
        for (int i = 0; i < 3000; i++) {
            byte[] input = (i % 2 == 0 ? tar : sparse).clone();
            for (int n = random.nextInt(6); n >= 0; n--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt();
            }
            for (int at = 0; random.nextBoolean() && at + 512 <= input.length; at += 512) {
                seal(input, at);
            }
            ArchiveFuzz.fuzzerTestOneInput(Arrays.copyOf(input, random.nextInt(input.length) + 1));
            ArchiveFuzz.fuzzerTestOneInput(input);
        }
    }

    private static void seal(byte[] tar, int at) {
        byte[] block = Arrays.copyOfRange(tar, at, at + 512);
        if (!TarBlock.isZero(block)) {
            int sum = TarHeader.checksum(block, false);
            byte[] digits =
                    "%06o\0 ".formatted(sum).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, tar, at + 148, 8);
        }
    }
}
