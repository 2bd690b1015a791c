package dev.cooper.inventory;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what a {@link PackedWriter} wrote. All methods throw {@link BufferUnderflowException} where
 * the bytes are cut off.
 */
public final class PackedReader {
    private final byte[] in;
    private final int end;
    private int at;

    /** Reads from a buffer's position on. */
    public PackedReader(ByteBuffer from) {
        // an array is read much faster than a buffer while nothing is compiled yet
        if (from.hasArray()) {
            this.in = from.array();
            this.at = from.arrayOffset() + from.position();
        } else {
            this.in = new byte[from.remaining()];
            from.get(from.position(), in);
        }
        this.end = at + from.remaining();
    }

    /** The next number. */
    public int number() {
        if (at < end && in[at] >= 0) {
            return in[at++]; // most are small
        }
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            if (at >= end) {
                throw new BufferUnderflowException();
            }
            byte next = in[at++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** The next text. */
    public String text() {
        int length = length(1);
        if (length == 0) {
            return "";
        }
        String text = new String(in, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** The next bytes. */
    public byte[] bytes() {
        int length = length(1);
        byte[] bytes = Arrays.copyOfRange(in, at, at + length);
        at += length;
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
        ByteBuffer.wrap(in, at, values.length * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(values);
        at += values.length * Long.BYTES;
        return values;
    }

    /** How many things follow, each at least so many bytes: never more than there can be. */
    private int length(int bytesEach) {
        int count = number();
        if (count < 0 || count > (end - at) / bytesEach) {
            throw new BufferUnderflowException();
        }
        return count;
    }
}
