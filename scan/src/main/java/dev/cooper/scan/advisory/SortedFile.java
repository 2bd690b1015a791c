package dev.cooper.scan.advisory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Bytes by keys in a file that never changes, mapped into memory: opening it reads nothing, and any
 * number of processes share the pages that lookups touch.
 *
 * <p>The values come first, then the keys, then an index of {@code (key, length, value, length)} in
 * the order of the keys' bytes, and at the end where the index is. Numbers are little-endian.
 */
public final class SortedFile implements AutoCloseable {
    static final int MAGIC = 'C' | 'S' << 8 | 'F' << 16 | '1' << 24;
    static final int FOOTER = 16;
    static final int ENTRY = 24;

    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Arena arena;
    private final MemorySegment file;
    private final long index;
    private final int count;

    private SortedFile(Arena arena, MemorySegment file, long index, int count) {
        this.arena = arena;
        this.file = file;
        this.index = index;
        this.count = count;
    }

    /**
     * Opens a file.
     *
     * @throws IOException when it cannot be read, or is no such file
     */
    public static SortedFile open(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            return of(path, arena, file);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** One that is in memory. */
    static SortedFile of(Path path, Arena arena, MemorySegment file) throws IOException {
        long size = file.byteSize();
        if (size < FOOTER || file.get(INT, size - Integer.BYTES) != MAGIC) {
            throw damaged(path);
        }
        long index = file.get(LONG, size - FOOTER);
        int count = file.get(INT, size - FOOTER + Long.BYTES);
        if (index < 0 || count < 0 || index != size - FOOTER - (long) count * ENTRY) {
            throw damaged(path);
        }
        return new SortedFile(arena, file, index, count);
    }

    private static IOException damaged(Path path) {
        return new IOException(path + " is damaged or no part of an advisory database; update it");
    }

    /** How many keys there are. */
    public int size() {
        return count;
    }

    /** The value of a key; valid until this is closed. */
    public Optional<ByteBuffer> find(String key) {
        MemorySegment wanted = MemorySegment.ofArray(key.getBytes(StandardCharsets.UTF_8));
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int difference = compare(wanted, key(middle));
            if (difference == 0) {
                return Optional.of(value(middle));
            }
            if (difference < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return Optional.empty();
    }

    /**
     * The key with a number, in their order.
     *
     * @param number from 0
     */
    public String keyAt(int number) {
        byte[] bytes = key(number).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The value of the key with a number. */
    public ByteBuffer valueAt(int number) {
        return value(number);
    }

    private MemorySegment key(int number) {
        long entry = index + (long) number * ENTRY;
        return file.asSlice(file.get(LONG, entry), file.get(INT, entry + 8));
    }

    private ByteBuffer value(int number) {
        long entry = index + (long) number * ENTRY;
        long start = file.get(LONG, entry + 12);
        return file.asSlice(start, file.get(INT, entry + 20)).asByteBuffer();
    }

    private static int compare(MemorySegment one, MemorySegment other) {
        long at = one.mismatch(other);
        if (at < 0) {
            return 0;
        }
        if (at == one.byteSize() || at == other.byteSize()) {
            return Long.compare(one.byteSize(), other.byteSize());
        }
        return Byte.compareUnsigned(
                one.get(ValueLayout.JAVA_BYTE, at), other.get(ValueLayout.JAVA_BYTE, at));
    }

    @Override
    public void close() {
        arena.close();
    }
}
