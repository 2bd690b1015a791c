package dev.cooper.inventory;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the tables of a SQLite database from bytes that nobody vouches for (SQLite's "Database File
 * Format"). The library would want a file, and would believe what is in it.
 */
final class SqliteFile {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int FILE_HEADER = 100;
    private static final int INTERIOR = 5;
    private static final int LEAF = 13;
    private static final int DEEPEST = 50;

    private final ByteBuffer file;
    private final int pageSize;
    private final int usable;
    private final int pages;
    private int pagesRead;
    private long bytesRead;

    private SqliteFile(ByteBuffer file, int pageSize, int usable) {
        this.file = file;
        this.pageSize = pageSize;
        this.usable = usable;
        this.pages = file.limit() / pageSize;
    }

    static SqliteFile open(byte[] bytes) throws DamagedFileException {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        for (int i = 0; i < MAGIC.length; i++) {
            if (bytes.length < FILE_HEADER || bytes[i] != MAGIC[i]) {
                throw new DamagedFileException("it is no SQLite database");
            }
        }
        int size = Short.toUnsignedInt(file.getShort(16));
        int pageSize = size == 1 ? 1 << 16 : size;
        int usable = pageSize - Byte.toUnsignedInt(file.get(20));
        if (pageSize < 512 || Integer.bitCount(pageSize) != 1 || usable < 480) {
            throw new DamagedFileException("its pages have an impossible size");
        }
        return new SqliteFile(file, pageSize, usable);
    }

    /** The page where a table begins. */
    int rootOf(String table) throws DamagedFileException {
        List<Integer> found = new ArrayList<>();
        // type, name, tbl_name, rootpage, sql
        forEachRow(
                1,
                columns -> {
                    if (columns.size() == 5
                            && "table".equals(text(columns.get(0)))
                            && table.equals(text(columns.get(1)))
                            && columns.get(3) instanceof Long root) {
                        found.add(Math.clamp(root, 0, Integer.MAX_VALUE));
                    }
                });
        if (found.isEmpty()) {
            throw new DamagedFileException("it has no table " + table);
        }
        return found.getFirst();
    }

    private static String text(Object value) {
        return value instanceof ByteBuffer bytes
                ? StandardCharsets.UTF_8.decode(bytes.duplicate()).toString()
                : "";
    }

    /**
     * Reads all rows of a table: numbers as Long, texts and blobs as ByteBuffer, everything else as
     * an empty buffer.
     */
    void forEachRow(int root, Consumer<List<Object>> each) throws DamagedFileException {
        pagesRead = 0;
        bytesRead = 0;
        try {
            walk(root, 0, each);
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | IllegalArgumentException e) {
            throw new DamagedFileException("something in it points outside of the file");
        }
    }

    private void walk(int page, int depth, Consumer<List<Object>> each)
            throws DamagedFileException {
        // A page that is its own child would be read for ever.
        if (page < 1 || page > pages || depth > DEEPEST || ++pagesRead > pages) {
            throw new DamagedFileException("its pages go in circles, or out of the file");
        }
        int start = (page - 1) * pageSize;
        int header = start + (page == 1 ? FILE_HEADER : 0);
        int type = file.get(header);
        int cells = Short.toUnsignedInt(file.getShort(header + 3));
        if (type == INTERIOR) {
            for (int i = 0; i < cells; i++) {
                int cell = Short.toUnsignedInt(file.getShort(header + 12 + 2 * i));
                walk(file.getInt(start + cell), depth + 1, each);
            }
            walk(file.getInt(header + 8), depth + 1, each);
        } else if (type == LEAF) {
            for (int i = 0; i < cells; i++) {
                int cell = Short.toUnsignedInt(file.getShort(header + 8 + 2 * i));
                each.accept(columns(payload(start + cell)));
            }
        } else {
            throw new DamagedFileException("a page is of a kind that tables do not have");
        }
    }

    private ByteBuffer payload(int cell) throws DamagedFileException {
        ByteBuffer in = file.duplicate().position(cell);
        long length = number(in);
        number(in); // the row's number
        bytesRead += length;
        // Rows that share pages could be many more bytes than there are.
        if (length < 0 || bytesRead < 0 || bytesRead > file.limit()) {
            throw new DamagedFileException("its rows are larger than the file");
        }
        int most = usable - 35;
        if (length <= most) {
            return in.slice(in.position(), (int) length);
        }
        int least = (usable - 12) * 32 / 255 - 23;
        int fitting = least + (int) ((length - least) % (usable - 4));
        int local = fitting <= most ? fitting : least;
        ByteBuffer whole = ByteBuffer.allocate((int) length);
        whole.put(in.slice(in.position(), local));
        int next = in.getInt(in.position() + local);
        while (whole.hasRemaining()) {
            if (next < 1 || next > pages) {
                throw new DamagedFileException("a row goes on where there is nothing");
            }
            int start = (next - 1) * pageSize;
            whole.put(file.slice(start + 4, Math.min(usable - 4, whole.remaining())));
            next = file.getInt(start);
        }
        return whole.flip();
    }

    private static List<Object> columns(ByteBuffer row) throws DamagedFileException {
        ByteBuffer types = row.duplicate();
        long end = number(types);
        if (end < 1 || end > row.limit()) {
            throw new DamagedFileException("a row's header is larger than the row");
        }
        types.limit((int) end);
        ByteBuffer values = row.duplicate().position((int) end);
        List<Object> columns = new ArrayList<>();
        while (types.hasRemaining()) {
            columns.add(value(number(types), values));
        }
        return columns;
    }

    private static Object value(long type, ByteBuffer in) throws DamagedFileException {
        int length =
                switch ((int) Math.min(type, 12)) {
                    case 1, 2, 3, 4 -> (int) type;
                    case 5 -> 6;
                    case 6, 7 -> 8;
                    case 0, 8, 9, 10, 11 -> 0;
                    default -> (int) Math.min((type - 12) / 2, Integer.MAX_VALUE);
                };
        if (type < 0 || length > in.remaining()) {
            throw new DamagedFileException("a value is larger than its row");
        }
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        if (type == 8 || type == 9) {
            return type - 8;
        }
        return type >= 1 && type <= 6 ? integer(bytes) : bytes;
    }

    private static Long integer(ByteBuffer bytes) {
        long value = bytes.get(0);
        for (int i = 1; i < bytes.limit(); i++) {
            value = value << 8 | Byte.toUnsignedLong(bytes.get(i));
        }
        return value;
    }

    /** A number of one to nine bytes, seven bits in each but the last. */
    private static long number(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            byte next = in.get();
            value = (value << 7) | (next & 0x7f);
            if (next >= 0) {
                return value;
            }
        }
        return (value << 8) | Byte.toUnsignedLong(in.get());
    }
}
