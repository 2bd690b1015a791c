package dev.cooper.inventory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a {@link PackedWriter} wrote. All methods throw {@link
 * java.nio.BufferUnderflowException} where the bytes are cut off.
 */
public final class PackedReader {
    private final ByteBuffer in;

    /** Reads from a buffer's position on. */
    public PackedReader(ByteBuffer in) {
        this.in = in.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The next number. */
    public int number() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** The next text. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** The next bytes. */
    public byte[] bytes() {
        byte[] bytes = new byte[length(1)];
        in.get(bytes);
        return bytes;
    }

    /** The next texts. */
    public List<String> texts() {
        int count = length(1);
        if (count == 0) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    /** The next numbers of eight bytes. */
    public long[] longs() {
        long[] values = new long[length(Long.BYTES)];
        in.asLongBuffer().get(values);
        in.position(in.position() + values.length * Long.BYTES);
        return values;
    }

    /** How many things follow, each at least so many bytes: never more than there can be. */
    private int length(int bytesEach) {
        int count = number();
        if (count < 0 || count > in.remaining() / bytesEach) {
            throw new java.nio.BufferUnderflowException();
        }
        return count;
    }
}
