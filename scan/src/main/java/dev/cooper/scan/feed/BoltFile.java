package dev.cooper.scan.feed;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Reads a file of bbolt (version 2 of its format), mapped into memory, from bytes that nobody
 * vouches for: what points outside of the file, or in circles, is an error.
 */
final class BoltFile implements AutoCloseable {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int DEEPEST = 32;
    private static final int BUCKET_FLAG = 1;

    private final Path path;
    private final Arena arena;
    private final MemorySegment file;
    private final long pageSize;
    private final long root;

    BoltFile(Path path, Arena arena, MemorySegment file) throws IOException {
        this.path = path;
        this.arena = arena;
        this.file = file;
        long best = -1;
        long newest = -1;
        // The second of the two is a page further, whatever the size of a page is.
        for (int size = 512; size <= 1 << 16 && best < 0; size <<= 1) {
            for (long at : new long[] {0, size}) {
                long transaction = transaction(at + BoltWriter.HEADER);
                if (transaction > newest) {
                    newest = transaction;
                    best = at + BoltWriter.HEADER;
                }
            }
        }
        if (best < 0) {
            throw damaged();
        }
        this.pageSize = file.get(INT, best + 8);
        this.root = file.get(LONG, best + 16);
        if (pageSize < 512 || Long.bitCount(pageSize) != 1) {
            throw damaged();
        }
    }

    /** The number of the transaction that wrote a meta page; -1 when there is none there. */
    private long transaction(long at) {
        if (at + BoltWriter.META_BYTES > file.byteSize()
                || file.get(INT, at) != BoltWriter.MAGIC
                || file.get(INT, at + 4) != BoltWriter.VERSION) {
            return -1;
        }
        long end = BoltWriter.META_BYTES - Long.BYTES;
        long sum = BoltWriter.checksum(file.asSlice(at, end).asByteBuffer());
        return sum == file.get(LONG, at + end) ? Math.max(0, file.get(LONG, at + end - 8)) : -1;
    }

    /**
     * Opens a file.
     *
     * @throws IOException when it cannot be read, or is no such file
     */
    static BoltFile open(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment file =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new BoltFile(path, arena, file);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private IOException damaged() {
        return new IOException(path + " is damaged, or no file of bbolt");
    }

    /** The bucket of buckets. */
    Bucket root() throws IOException {
        return new Bucket(page(root));
    }

    /** A page with all that belongs to it. */
    private MemorySegment page(long id) throws IOException {
        long most = file.byteSize() / pageSize;
        if (id < 2 || id >= most) {
            throw damaged();
        }
        long start = id * pageSize;
        long overflow = Integer.toUnsignedLong(file.get(INT, start + 12));
        if (overflow >= most - id) {
            throw damaged();
        }
        return file.asSlice(start, (overflow + 1) * pageSize);
    }

    /** Takes keys with their values. */
    interface Each {
        /**
         * Takes one.
         *
         * @return whether the next is wanted
         */
        boolean accept(String key, Entry entry) throws IOException;
    }

    /** What a key stands for: bytes or a bucket. */
    final class Entry {
        private final MemorySegment value;
        private final boolean isBucket;

        private Entry(MemorySegment value, boolean isBucket) {
            this.value = value;
            this.isBucket = isBucket;
        }

        boolean isBucket() {
            return isBucket;
        }

        byte[] bytes() {
            return value.toArray(ValueLayout.JAVA_BYTE);
        }

        Bucket bucket() throws IOException {
            if (!isBucket || value.byteSize() < BoltWriter.HEADER) {
                throw damaged();
            }
            long id = value.get(LONG, 0);
            return new Bucket(id == 0 ? value.asSlice(BoltWriter.HEADER) : page(id));
        }
    }

    /** How deep a walk is and how many pages it has seen, each once in a file that is whole. */
    private final class Visits {
        private int depth;
        private long pages;

        boolean tooMany(MemorySegment page) {
            pages += Math.max(1, page.byteSize() / pageSize);
            return depth > DEEPEST || pages > file.byteSize() / pageSize;
        }
    }

    /** Keys and what they stand for. */
    final class Bucket {
        private final MemorySegment top;

        private Bucket(MemorySegment top) {
            this.top = top;
        }

        Optional<Entry> find(String key) throws IOException {
            Entry[] found = new Entry[1];
            scan(
                    key,
                    (name, entry) -> {
                        found[0] = name.equals(key) ? entry : null;
                        return false;
                    });
            return Optional.ofNullable(found[0]);
        }

        Optional<Bucket> bucket(String key) throws IOException {
            Optional<Entry> entry = find(key);
            return entry.isPresent() && entry.get().isBucket()
                    ? Optional.of(entry.get().bucket())
                    : Optional.empty();
        }

        Optional<byte[]> get(String key) throws IOException {
            return find(key).filter(entry -> !entry.isBucket()).map(Entry::bytes);
        }

        /** Hands out the keys from one on, in the order of their bytes. */
        void scan(String from, Each each) throws IOException {
            byte[] key = from.getBytes(StandardCharsets.UTF_8);
            try {
                walk(top, MemorySegment.ofArray(key), new Visits(), each);
            } catch (IndexOutOfBoundsException e) {
                throw new IOException(damaged().getMessage(), e);
            }
        }

        private boolean walk(MemorySegment page, MemorySegment from, Visits visits, Each each)
                throws IOException {
            int kind = page.get(SHORT, 8);
            int count = Short.toUnsignedInt(page.get(SHORT, 10));
            if (visits.tooMany(page) || (kind != BoltWriter.BRANCH && kind != BoltWriter.LEAF)) {
                throw damaged();
            }
            boolean leaf = kind == BoltWriter.LEAF;
            long used = 0;
            for (int i = first(page, count, leaf, from); i < count; i++) {
                long at = BoltWriter.HEADER + (long) i * BoltWriter.ELEMENT;
                used += leaf ? size(page, at) : 0;
                if (used > page.byteSize()) {
                    throw damaged(); // elements that share their bytes
                }
                boolean more =
                        leaf
                                ? each.accept(name(page, at), entry(page, at))
                                : inner(page(page.get(LONG, at + 8)), from, visits, each);
                if (!more) {
                    return false;
                }
            }
            return true;
        }

        private boolean inner(MemorySegment page, MemorySegment from, Visits visits, Each each)
                throws IOException {
            visits.depth++;
            boolean more = walk(page, from, visits, each);
            visits.depth--;
            return more;
        }

        /** The first element that may lead to the key or one after it. */
        private static int first(
                MemorySegment page, int count, boolean leaf, MemorySegment wanted) {
            int low = 0;
            int high = count;
            while (low < high) {
                int middle = (low + high) >>> 1;
                long at = BoltWriter.HEADER + (long) middle * BoltWriter.ELEMENT;
                if (compare(key(page, at, leaf), wanted) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            if (leaf || (low < count && matches(page, low, wanted))) {
                return low;
            }
            return Math.max(0, low - 1);
        }

        private static boolean matches(MemorySegment page, int number, MemorySegment wanted) {
            long at = BoltWriter.HEADER + (long) number * BoltWriter.ELEMENT;
            return compare(key(page, at, false), wanted) == 0;
        }

        private static MemorySegment key(MemorySegment page, long at, boolean leaf) {
            long position = Integer.toUnsignedLong(page.get(INT, leaf ? at + 4 : at));
            long length = Integer.toUnsignedLong(page.get(INT, leaf ? at + 8 : at + 4));
            return page.asSlice(at + position, length);
        }

        private static long size(MemorySegment page, long at) {
            return Integer.toUnsignedLong(page.get(INT, at + 8))
                    + Integer.toUnsignedLong(page.get(INT, at + 12));
        }

        private static String name(MemorySegment page, long at) {
            byte[] bytes = key(page, at, true).toArray(ValueLayout.JAVA_BYTE);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private Entry entry(MemorySegment page, long at) {
            long position = Integer.toUnsignedLong(page.get(INT, at + 4));
            long key = Integer.toUnsignedLong(page.get(INT, at + 8));
            long value = Integer.toUnsignedLong(page.get(INT, at + 12));
            boolean isBucket = (page.get(INT, at) & BUCKET_FLAG) != 0;
            return new Entry(page.asSlice(at + position + key, value), isBucket);
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
    }

    @Override
    public void close() {
        arena.close();
    }
}
