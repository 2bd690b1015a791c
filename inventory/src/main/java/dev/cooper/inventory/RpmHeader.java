package dev.cooper.inventory;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of an installed RPM: an index of tags over a heap of values, all big-endian (rpm's
 * "Header format"). Wild counts and offsets are refused one tag at a time.
 */
final class RpmHeader {
    static final int NAME = 1000;
    static final int VERSION = 1001;
    static final int RELEASE = 1002;
    static final int EPOCH = 1003;
    static final int VENDOR = 1011;
    static final int LICENSE = 1014;
    static final int ARCH = 1022;
    static final int SOURCE_RPM = 1044;
    static final int PROVIDES = 1047;
    static final int REQUIRES = 1049;
    static final int DIRECTORY_INDEXES = 1116;
    static final int BASE_NAMES = 1117;
    static final int DIRECTORY_NAMES = 1118;
    static final int MODULARITY = 5096;

    private static final int ENTRY = 16;
    private static final int INT32 = 4;
    private static final int STRING = 6;
    private static final int STRINGS = 8;
    private static final int TRANSLATED = 9;

    private record Entry(int type, int offset, int count) {}

    private final ByteBuffer heap;
    private final Map<Integer, Entry> entries;
    private final boolean isWild;

    private RpmHeader(ByteBuffer heap, Map<Integer, Entry> entries, boolean isWild) {
        this.heap = heap;
        this.entries = entries;
        this.isWild = isWild;
    }

    /** Reads a header as the database has it: without the magic that begins it in a file. */
    static RpmHeader read(ByteBuffer blob) throws DamagedFileException {
        ByteBuffer in = blob.slice().order(ByteOrder.BIG_ENDIAN);
        if (in.remaining() < 8) {
            throw new DamagedFileException("a package's header is cut off");
        }
        int count = in.getInt();
        int size = in.getInt();
        if (count <= 0 || size < 0 || (long) count * ENTRY + size > in.remaining()) {
            throw new DamagedFileException("a package's header is larger than its record");
        }
        Map<Integer, Entry> entries = new HashMap<>();
        boolean isWild = false;
        for (int i = 0; i < count; i++) {
            int tag = in.getInt();
            Entry entry = new Entry(in.getInt(), in.getInt(), in.getInt());
            if (entry.offset >= 0 && entry.offset < size && entry.count > 0) {
                entries.putIfAbsent(tag, entry);
            } else {
                isWild = true;
            }
        }
        return new RpmHeader(
                in.slice(in.position(), size).order(ByteOrder.BIG_ENDIAN), entries, isWild);
    }

    /** Whether some of its values are said to lie outside of it; these are missing. */
    boolean isWild() {
        return isWild;
    }

    /** A text; empty when there is none. */
    String text(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null || (entry.type != STRING && entry.type != TRANSLATED)) {
            return "";
        }
        return stringAt(entry.offset);
    }

    List<String> texts(int tag) {
        Entry entry = entries.get(tag);
        List<String> texts = new ArrayList<>();
        if (entry == null || entry.type != STRINGS) {
            return texts;
        }
        int at = entry.offset;
        for (int i = 0; i < entry.count && at < heap.limit(); i++) {
            int end = end(at);
            texts.add(string(at, end));
            at = end + 1;
        }
        return texts;
    }

    /** Numbers; none when the tag is missing or lies about how many there are. */
    int[] numbers(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null
                || entry.type != INT32
                || entry.count > (heap.limit() - entry.offset) / Integer.BYTES) {
            return new int[0];
        }
        int[] numbers = new int[entry.count];
        try {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = heap.getInt(entry.offset + i * Integer.BYTES);
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return new int[0];
        }
        return numbers;
    }

    private String stringAt(int offset) {
        return string(offset, end(offset));
    }

    private int end(int from) {
        int end = from;
        while (end < heap.limit() && heap.get(end) != 0) {
            end++;
        }
        return end;
    }

    private String string(int from, int to) {
        byte[] bytes = new byte[to - from];
        heap.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
