package dev.cooper.inventory;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * {@code Packages} of older rpm: a hash of Berkeley DB. Its pages are read one after the other, as
 * the order of records does not matter; long values go on in chains of overflow pages.
 */
record RpmBerkeley(ByteBuffer file, int pageSize, int lastPage) implements RpmCataloger.RpmRecords {
    private static final int HASH_MAGIC = 0x061561;
    private static final int PAGE_HEADER = 26;
    private static final int UNSORTED = 2;
    private static final int SORTED = 13;
    private static final int OVERFLOW = 7;
    private static final int HERE = 1;
    private static final int ELSEWHERE = 3;

    static RpmBerkeley open(byte[] bytes) throws DamagedFileException {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        if (bytes.length < 512) {
            throw new DamagedFileException("it is no hash of Berkeley DB");
        }
        file.order(ByteOrder.LITTLE_ENDIAN);
        if (file.getInt(12) != HASH_MAGIC) {
            file.order(ByteOrder.BIG_ENDIAN);
        }
        int pageSize = file.getInt(20);
        if (file.getInt(12) != HASH_MAGIC
                || pageSize < 512
                || pageSize > 64 << 10
                || Integer.bitCount(pageSize) != 1) {
            throw new DamagedFileException("it is no hash of Berkeley DB");
        }
        long pages =
                Math.min(Integer.toUnsignedLong(file.getInt(32)), bytes.length / pageSize - 1L);
        return new RpmBerkeley(file, pageSize, (int) pages);
    }

    @Override
    public void forEach(Consumer<ByteBuffer> each) throws DamagedFileException {
        long left = file.limit();
        for (int page = 1; page <= lastPage; page++) {
            int start = page * pageSize;
            int type = file.get(start + 25);
            if (type != UNSORTED && type != SORTED) {
                continue;
            }
            int entries = Short.toUnsignedInt(file.getShort(start + 20));
            // Keys and values take turns.
            for (int i = 1; i < entries && PAGE_HEADER + 2 * i + 2 <= pageSize; i += 2) {
                int offset = Short.toUnsignedInt(file.getShort(start + PAGE_HEADER + 2 * i));
                // Items are put down from the end of the page; the key lies behind the value.
                int end = Short.toUnsignedInt(file.getShort(start + PAGE_HEADER + 2 * i - 2));
                int kind = offset < end && end <= pageSize ? file.get(start + offset) : 0;
                if (kind == ELSEWHERE && offset + 12 <= pageSize) {
                    int first = file.getInt(start + offset + 4);
                    int length = file.getInt(start + offset + 8);
                    left -= length;
                    if (length < 0 || left < 0) {
                        throw new DamagedFileException("its packages lie on each other");
                    }
                    each.accept(ByteBuffer.wrap(chain(first, length)));
                } else if (kind == HERE) {
                    each.accept(file.slice(start + offset + 1, end - offset - 1));
                }
            }
        }
    }

    private byte[] chain(int first, int length) throws DamagedFileException {
        if (length < 0 || length > file.limit()) {
            throw new DamagedFileException("a record is larger than the file");
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream(length);
        int page = first;
        while (value.size() < length) {
            if (page <= 0 || page > lastPage || file.get(page * pageSize + 25) != OVERFLOW) {
                throw new DamagedFileException("a record goes on where there is nothing");
            }
            int start = page * pageSize;
            int here = Short.toUnsignedInt(file.getShort(start + 22));
            if (here == 0 || here > pageSize - PAGE_HEADER) {
                throw new DamagedFileException("a page says it holds more than it can");
            }
            byte[] part = new byte[Math.min(here, length - value.size())];
            file.get(start + PAGE_HEADER, part);
            value.writeBytes(part);
            page = file.getInt(start + 16);
        }
        return value.toByteArray();
    }
}
