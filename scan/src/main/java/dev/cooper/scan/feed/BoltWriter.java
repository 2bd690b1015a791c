package dev.cooper.scan.feed;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a file of bbolt (version 2 of its format) from keys that come in the order of their bytes:
 * pages are written as they fill, each tree from its leaves up, so that memory holds one page of
 * each level only.
 */
final class BoltWriter implements AutoCloseable {
    static final int PAGE = 4096;
    static final int HEADER = 16;
    static final int ELEMENT = 16;
    static final int BRANCH = 1;
    static final int LEAF = 2;
    static final int META = 4;
    static final int FREE_LIST = 16;
    static final int MAGIC = 0xED0CDAED;
    static final int VERSION = 2;
    static final int META_BYTES = 64;

    /** Two pages say where everything is, one which pages are free: none. */
    private static final int FIRST_PAGE = 3;

    /** Buckets up to this size stand in the page of the bucket that they are in. */
    private static final int LARGEST_INLINE = PAGE / 4;

    private final Path file;
    private final OutputStream out;
    private long next = FIRST_PAGE;

    BoltWriter(Path file) throws IOException {
        this.file = file;
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        out.write(new byte[FIRST_PAGE * PAGE]);
    }

    /** Begins a bucket; {@link Bucket#finish} says what stands for it in its parent. */
    Bucket bucket() {
        return new Bucket();
    }

    /** A key with what belongs to it in a page. */
    private static final class Element {
        private final byte[] key;
        private final byte[] value;
        private final int flags;
        private final long page;

        Element(byte[] key, byte[] value, int flags, long page) {
            this.key = key;
            this.value = value;
            this.flags = flags;
            this.page = page;
        }

        int size() {
            return ELEMENT + key.length + value.length;
        }
    }

    /** Keys and values, or buckets within this one. */
    final class Bucket {
        private final List<Level> levels = new ArrayList<>(List.of(new Level(LEAF)));
        private boolean nested;

        /** Adds a key; they come in the order of their bytes. */
        void put(byte[] key, byte[] value) throws IOException {
            add(0, new Element(key, value, 0, 0));
        }

        /** Adds a bucket that is finished. */
        void put(byte[] key, Bucket finished) throws IOException {
            nested = true;
            add(0, new Element(key, finished.finish(), 1, 0));
        }

        private void add(int depth, Element element) throws IOException {
            if (depth == levels.size()) {
                levels.add(new Level(BRANCH));
            }
            Level level = levels.get(depth);
            if (level.size + element.size() > PAGE && !level.elements.isEmpty()) {
                add(depth + 1, write(level));
            }
            level.elements.add(element);
            level.size += element.size();
        }

        private Element write(Level level) throws IOException {
            byte[] first = level.elements.getFirst().key;
            long page = writePage(level.kind, level.elements);
            level.elements.clear();
            level.size = HEADER;
            return new Element(first, new byte[0], 0, page);
        }

        /**
         * The bytes of the bucket's value: where its root is, or the root itself if it is small.
         */
        byte[] finish() throws IOException {
            Level leaves = levels.getFirst();
            if (levels.size() == 1 && !nested && leaves.size <= LARGEST_INLINE) {
                byte[] value = new byte[HEADER + leaves.size];
                byte[] page = page(0, LEAF, leaves.elements, leaves.size);
                System.arraycopy(page, 0, value, HEADER, page.length);
                return value;
            }
            byte[] value = new byte[HEADER];
            buffer(value).putLong(root());
            return value;
        }

        private long root() throws IOException {
            for (int depth = 0; ; depth++) {
                Level level = levels.get(depth);
                boolean top = depth == levels.size() - 1;
                if (top && level.kind == BRANCH && level.elements.size() == 1) {
                    return level.elements.getFirst().page;
                }
                Element written = write(level);
                if (top) {
                    return written.page;
                }
                add(depth + 1, written);
            }
        }
    }

    /** The page of one level of a tree that is being filled. */
    private static final class Level {
        private final int kind;
        private final List<Element> elements = new ArrayList<>();
        private int size = HEADER;

        Level(int kind) {
            this.kind = kind;
        }
    }

    private long writePage(int kind, List<Element> elements) throws IOException {
        int size = HEADER + elements.stream().mapToInt(Element::size).sum();
        int pages = Math.max(1, (size + PAGE - 1) / PAGE);
        long id = next;
        next += pages;
        out.write(page(id, kind, elements, pages * PAGE));
        return id;
    }

    private static byte[] page(long id, int kind, List<Element> elements, int size) {
        byte[] bytes = new byte[size];
        ByteBuffer page = buffer(bytes).putLong(id).putShort((short) kind);
        page.putShort((short) elements.size());
        page.putInt(Math.max(0, (size + PAGE - 1) / PAGE - 1));
        int data = HEADER + elements.size() * ELEMENT;
        for (Element each : elements) {
            int position = data - page.position();
            if (kind == LEAF) {
                page.putInt(each.flags).putInt(position);
                page.putInt(each.key.length).putInt(each.value.length);
            } else {
                page.putInt(position).putInt(each.key.length).putLong(each.page);
            }
            page.put(data, each.key).put(data + each.key.length, each.value);
            data += each.key.length + each.value.length;
        }
        return bytes;
    }

    /** Writes where everything is. */
    void finish(Bucket root) throws IOException {
        // The root bucket itself is never inline.
        long page = root.root();
        out.close();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            head.writeBytes(meta(i, page));
        }
        head.writeBytes(page(2, FREE_LIST, List.of(), PAGE));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(head.toByteArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes, bytes.position());
            }
        }
    }

    private byte[] meta(int number, long root) {
        byte[] bytes = page(number, META, List.of(), PAGE);
        ByteBuffer page = buffer(bytes).position(HEADER);
        page.putInt(MAGIC).putInt(VERSION).putInt(PAGE).putInt(0);
        page.putLong(root).putLong(0);
        page.putLong(2).putLong(next).putLong(number);
        page.putLong(checksum(page.slice(HEADER, META_BYTES - Long.BYTES)));
        return bytes;
    }

    /** FNV-1a. */
    static long checksum(ByteBuffer bytes) {
        long sum = 0xcbf29ce484222325L;
        while (bytes.hasRemaining()) {
            sum = (sum ^ (bytes.get() & 0xff)) * 0x100000001b3L;
        }
        return sum;
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
