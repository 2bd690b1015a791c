package dev.cooper.archive;

/**
 * Tells bytes that no compressor makes smaller: what is compressed or encrypted already, as jars,
 * pictures and archives in an image are. Trying costs ten times as long as storing them.
 *
 * <p>Integers only, so that every machine says the same of the same bytes.
 */
final class Noise {
    private static final int STRIDE = 64 << 10;
    private static final int BLOCK = STRIDE / 4;

    private Noise() {}

    /**
     * Whether the bytes use all byte values nearly equally often: a code for single bytes would
     * gain at most 1%. Looks at a quarter of every 64 KiB. Says nothing about repetitions.
     */
    static boolean isEven(byte[] bytes, int length) {
        if (length < BLOCK) {
            return false;
        }
        int[] counts = new int[256];
        for (int at = 0; at + BLOCK <= length; at += STRIDE) {
            java.util.Arrays.fill(counts, 0);
            for (int i = at; i < at + BLOCK; i++) {
                counts[bytes[i] & 0xff]++;
            }
            // The sum of squares gives the collision entropy, a lower bound of Shannon's: at most
            // 5% more than that of equal counts means at least 7.93 bits a byte.
            long squares = 0;
            for (int count : counts) {
                squares += (long) count * count;
            }
            if (squares * 256 * 100 > 105L * BLOCK * BLOCK) {
                return false;
            }
        }
        return true;
    }
}
