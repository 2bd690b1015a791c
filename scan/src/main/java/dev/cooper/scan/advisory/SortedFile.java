package dev.cooper.scan.advisory;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Bytes by keys in a file that never changes, mapped into memory: opening it reads nothing, and any
 * number of processes share the pages that lookups touch.
 *
 * <p>The values come first, then the keys, then an index of {@code (key, length, value, length)} in
 * the order of the keys' bytes, and at the end where the index is. Numbers are little-endian.
 */
public final class SortedFile {
    static final int MAGIC = 'C' | 'S' << 8 | 'F' << 16 | '1' << 24;
    static final int FOOTER = 16;
    static final int ENTRY = 24;

    private final ByteBuffer file;
    private final int index;
    private final int count;

    private SortedFile(ByteBuffer file, int index, int count) {
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
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE) {
                throw damaged(path);
            }
            return of(path, channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
        }
    }

    /** One that is in memory. */
    static SortedFile of(Path path, ByteBuffer bytes) throws IOException {
        ByteBuffer file = bytes.order(ByteOrder.LITTLE_ENDIAN);
        int end = file.limit() - FOOTER;
        if (end < 0 || file.getInt(end + 12) != MAGIC) {
            throw damaged(path);
        }
        long index = file.getLong(end);
        int count = file.getInt(end + Long.BYTES);
        if (index < 0 || count < 0 || index != end - (long) count * ENTRY) {
            throw damaged(path);
        }
        return new SortedFile(file, (int) index, count);
    }

    private static IOException damaged(Path path) {
        return new IOException(path + " is damaged or no part of an advisory database; update it");
    }

    /** How many keys there are. */
    public int size() {
        return count;
    }

    /**
     * A copy of the value of a key.
     *
     * @throws RuntimeException when the file is damaged
     */
    public @Nullable ByteBuffer find(String key) {
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int difference = Arrays.compareUnsigned(wanted, key(middle));
            if (difference == 0) {
                return valueAt(middle);
            }
            if (difference < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return null;
    }

    /**
     * The key with a number, in their order.
     *
     * @param number from 0
     */
    public String keyAt(int number) {
        return new String(key(number), StandardCharsets.UTF_8);
    }

    /** A copy of the value of the key with a number. */
    public ByteBuffer valueAt(int number) {
        int entry = index + number * ENTRY;
        return ByteBuffer.wrap(bytes(file.getLong(entry + 12), file.getInt(entry + 20)));
    }

    private byte[] key(int number) {
        int entry = index + number * ENTRY;
        return bytes(file.getLong(entry), file.getInt(entry + 8));
    }

    /** Plain arrays: they are compared and read fast while nothing is compiled yet. */
    private byte[] bytes(long start, int length) {
        if (start < 0 || length < 0 || start > file.limit() - length) {
            throw new IndexOutOfBoundsException("a part of the file that is not there");
        }
        byte[] bytes = new byte[length];
        file.get((int) start, bytes);
        return bytes;
    }
}
