package dev.cooper.scan.secret;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Many words to look for in one pass, whatever their case. At each byte the next three bytes are
 * looked up in a table of bits that stays in the processor's first cache; only where the bit is set
 * are words compared. Nothing depends on the byte before, so that the processor works on many bytes
 * at a time (decision 1150).
 */
final class KeywordIndex {
    /** No shorter word can be looked for. */
    static final int SHORTEST = 3;

    /** So many bytes behind the end must be readable; what they hold does not matter. */
    static final int PADDING = 8;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FOLD = 0x202020;
    private static final int GRAM = 0xffffff;
    private static final int SPREAD = 0x9E3779B1;
    private static final int BITS = 16;

    private final long[] bits = new long[(1 << BITS) / Long.SIZE];
    private final short[] first = new short[1 << BITS];
    private final List<Word> words = new ArrayList<>();

    /** A word, whose it is, and the number of the next of the same beginning. */
    private record Word(String folded, int owner, int next) {}

    /** Takes what is found. */
    interface Sink {
        /**
         * @param owner whose word was found
         * @param start of the word
         * @param end behind it
         */
        void found(int owner, int start, int end);
    }

    /** Adds a word of at least three bytes for an owner. */
    void add(byte[] word, int owner) {
        if (word.length < SHORTEST || words.size() >= Short.MAX_VALUE - 1) {
            throw new IllegalArgumentException("a word of " + word.length + " bytes");
        }
        byte[] folded = new byte[Math.max(word.length, Integer.BYTES)];
        for (int i = 0; i < word.length; i++) {
            folded[i] = fold(word[i]);
        }
        int slot = slot(folded, 0);
        bits[slot >>> 6] |= 1L << slot;
        String text = new String(folded, 0, word.length, StandardCharsets.ISO_8859_1);
        words.add(new Word(text, owner, first[slot]));
        first[slot] = (short) words.size();
    }

    /** Finds all words that begin between two places; they may end behind the second. */
    void find(byte[] bytes, int from, int to, int length, Sink sink) {
        for (int at = next(bytes, from, to); at < to; at = next(bytes, at + 1, to)) {
            int slot = slot(bytes, at);
            for (int i = first[slot]; i != 0; i = words.get(i - 1).next()) {
                Word word = words.get(i - 1);
                if (isAt(word.folded(), bytes, at, length)) {
                    sink.found(word.owner(), at, at + word.folded().length());
                }
            }
        }
    }

    private int next(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int slot = slot(bytes, at);
            if ((bits[slot >>> 6] >>> slot & 1) != 0) {
                break;
            }
            at++;
        }
        return at;
    }

    /** Where the three bytes from a place on are looked up; the case of letters does not count. */
    private static int slot(byte[] bytes, int at) {
        int folded = ((int) INT.get(bytes, at) & GRAM) | FOLD;
        return (folded * SPREAD) >>> (Integer.SIZE - BITS);
    }

    private static boolean isAt(String folded, byte[] bytes, int at, int length) {
        if (at + folded.length() > length) {
            return false;
        }
        for (int i = 0; i < folded.length(); i++) {
            if ((fold(bytes[at + i]) & 0xff) != folded.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static byte fold(byte value) {
        return value >= 'A' && value <= 'Z' ? (byte) (value + ('a' - 'A')) : value;
    }
}
