package dev.cooper.inventory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Numbers and texts as few bytes: seven bits of a number in each, texts after their length. */
public final class PackedWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Adds a number that is not negative. */
    public PackedWriter number(int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return this;
    }

    /** Adds a text. */
    public PackedWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** Adds bytes, and how many there are. */
    public PackedWriter bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** Adds texts, and how many there are. */
    public PackedWriter texts(Collection<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
        return this;
    }

    /** Adds numbers of eight bytes, and how many there are. */
    public PackedWriter longs(long[] values) {
        number(values.length);
        for (long value : values) {
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                out.write((int) (value >>> shift));
            }
        }
        return this;
    }

    /** All that was added. */
    public byte[] bytes() {
        return out.toByteArray();
    }
}
