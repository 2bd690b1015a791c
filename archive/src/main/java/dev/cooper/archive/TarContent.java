package dev.cooper.archive;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The bytes of one entry, holes filled with zeros. */
final class TarContent extends InputStream {
    private final TarInput in;
    private final List<SparseMap.Extent> extents;
    private final long size;
    private final String path;
    private int extent;
    private long position;
    private long stored;

    /**
     * Reads an entry.
     *
     * @param stored the bytes that the archive holds
     * @param sparse where they belong, null when they are the whole file
     */
    TarContent(TarInput in, long stored, @Nullable SparseMap sparse, String path) {
        this.in = in;
        this.stored = stored;
        this.size = sparse == null ? stored : sparse.realSize();
        this.extents = sparse == null ? List.of(new SparseMap.Extent(0, stored)) : sparse.extents();
        this.path = path;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position >= size) {
            return -1;
        }
        while (extent < extents.size() && position >= end(extents.get(extent))) {
            extent++;
        }
        boolean inHole = extent == extents.size() || position < extents.get(extent).offset();
        int n;
        if (inHole) {
            long until = extent == extents.size() ? size : extents.get(extent).offset();
            n = (int) Math.min(length, until - position);
            java.util.Arrays.fill(buffer, offset, offset + n, (byte) 0);
        } else {
            n =
                    in.read(
                            buffer,
                            offset,
                            (int) Math.min(length, end(extents.get(extent)) - position));
            if (n < 0) {
                throw in.truncated(path);
            }
            stored -= n;
        }
        position += n;
        return n;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, size - position);
    }

    /** The bytes of the archive that belong to this entry and were not read. */
    long left() {
        return stored;
    }

    private static long end(SparseMap.Extent extent) {
        return extent.offset() + extent.length();
    }
}
