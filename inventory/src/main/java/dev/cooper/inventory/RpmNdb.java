package dev.cooper.inventory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** {@code Packages.db} of SUSE: slots that point to blobs (rpm, lib/backend/ndb/rpmpkg.c). */
record RpmNdb(ByteBuffer file, int slotPages) implements RpmCataloger.RpmRecords {
    private static final int MAGIC = 'R' | 'p' << 8 | 'm' << 16 | 'P' << 24;
    private static final int SLOT = 'S' | 'l' << 8 | 'o' << 16 | 't' << 24;
    private static final int BLOB = 'B' | 'l' << 8 | 'b' << 16 | 'S' << 24;
    private static final int PAGE = 4096;
    private static final int SLOT_SIZE = 16;
    private static final int BLOCK = 16;
    private static final int HEADER = 32;

    static RpmNdb open(byte[] bytes) throws DamagedFileException {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER || file.getInt(0) != MAGIC) {
            throw new DamagedFileException("it is no package database of rpm's NDB");
        }
        int pages = file.getInt(12);
        if (pages <= 0 || pages > bytes.length / PAGE) {
            throw new DamagedFileException("its slots are outside of the file");
        }
        return new RpmNdb(file, pages);
    }

    @Override
    public void forEach(Consumer<ByteBuffer> each) throws DamagedFileException {
        long left = file.limit();
        for (int at = HEADER; at + SLOT_SIZE <= slotPages * PAGE; at += SLOT_SIZE) {
            int number = file.getInt(at + 4);
            long start = Integer.toUnsignedLong(file.getInt(at + 8)) * BLOCK;
            if (file.getInt(at) != SLOT || start == 0 || start + BLOCK > file.limit()) {
                continue;
            }
            int from = (int) start;
            int length = file.getInt(from + 12);
            boolean whole = length >= 0 && length <= file.limit() - from - BLOCK;
            if (file.getInt(from) == BLOB && file.getInt(from + 4) == number && whole) {
                left -= length;
                if (left < 0) {
                    throw new DamagedFileException("its packages lie on each other");
                }
                each.accept(file.slice(from + BLOCK, length));
            }
        }
    }
}
