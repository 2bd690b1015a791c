package dev.cooper.archive;

import dev.cooper.archive.TarHeader.Field;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a sparse file that the archive holds; the rest are holes that read as zeros.
 *
 * @param realSize the bytes of the file with its holes
 * @param extents the parts in order, none overlapping
 */
record SparseMap(long realSize, List<Extent> extents) {
    /** {@code length} bytes at {@code offset} of the file. */
    record Extent(long offset, long length) {}

    /** Refuses maps that do not fit together, before anything is read by them. */
    static SparseMap of(long realSize, List<Extent> extents, long storedSize)
            throws ArchiveException {
        if (realSize < 0) {
            throw new ArchiveException("damaged tar: the size of a sparse file is negative");
        }
        long end = 0;
        long stored = 0;
        for (Extent extent : extents) {
            if (extent.offset() < end
                    || extent.length() < 0
                    || extent.length() > realSize - extent.offset()) {
                throw new ArchiveException("damaged tar: the map of a sparse file is not in order");
            }
            end = extent.offset() + extent.length();
            stored += extent.length();
        }
        if (stored != storedSize) {
            throw new ArchiveException(
                    "damaged tar: the map of a sparse file names "
                            + stored
                            + " bytes, its content has "
                            + storedSize);
        }
        return new SparseMap(realSize, List.copyOf(extents));
    }

    /** The old GNU format: extents in the header block and in blocks behind it. */
    static SparseMap gnu(TarBlock header, TarInput in, int maxHeaderBytes) throws IOException {
        List<Extent> extents = new ArrayList<>();
        addAll(header, TarHeader.GNU_SPARSE, 4, extents);
        boolean more = header.flag(TarHeader.GNU_SPARSE_EXTENDED);
        int bytes = 0;
        while (more) {
            bytes += TarHeader.BLOCK;
            if (bytes > maxHeaderBytes) {
                throw tooLong(maxHeaderBytes);
            }
            TarBlock block = TarBlock.unchecked(in.bytes(TarHeader.BLOCK, "a sparse map"));
            addAll(block, 0, 21, extents);
            more = block.flag(504);
        }
        long realSize = header.number(TarHeader.GNU_REAL_SIZE);
        return of(realSize, extents, header.number(TarHeader.SIZE));
    }

    private static void addAll(TarBlock block, int from, int count, List<Extent> extents)
            throws ArchiveException {
        for (int i = 0; i < count; i++) {
            int at = from + i * 24;
            if (!block.flag(at)) {
                return;
            }
            extents.add(
                    new Extent(
                            block.number(new Field("sparse offset", at, 12)),
                            block.number(new Field("sparse length", at + 12, 12))));
        }
    }

    /** PAX 0.0 (many records) and 0.1 (one list): pairs of offset and length. */
    static SparseMap pairs(long realSize, List<String> numbers, long storedSize)
            throws ArchiveException {
        if (numbers.size() % 2 != 0) {
            throw new ArchiveException("damaged tar: the map of a sparse file has an odd length");
        }
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            extents.add(
                    new Extent(
                            PaxRecords.number("sparse offset", numbers.get(i)),
                            PaxRecords.number("sparse length", numbers.get(i + 1))));
        }
        return of(realSize, extents, storedSize);
    }

    /** PAX 1.0: the map stands before the content, in decimal lines padded to a block. */
    static SparseMap inContent(long realSize, TarInput in, long contentSize, int maxHeaderBytes)
            throws IOException {
        Lines lines = new Lines(in, Math.min(contentSize, maxHeaderBytes), maxHeaderBytes);
        long count = lines.number();
        List<Extent> extents = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            extents.add(new Extent(lines.number(), lines.number()));
        }
        return of(realSize, extents, contentSize - lines.taken);
    }

    /** The bytes of {@link #inContent}'s map, given that its result was accepted. */
    long storedSize() {
        long stored = 0;
        for (Extent extent : extents) {
            stored += extent.length();
        }
        return stored;
    }

    private static ArchiveException tooLong(int maxHeaderBytes) {
        return new ArchiveException(
                "refused tar: the map of a sparse file is longer than "
                        + maxHeaderBytes
                        + " bytes");
    }

    /** Decimal numbers, one a line, read block by block. */
    private static final class Lines {
        private final TarInput in;
        private final long max;
        private final int maxHeaderBytes;
        private byte[] block = new byte[0];
        private int at;
        private long taken;

        Lines(TarInput in, long max, int maxHeaderBytes) {
            this.in = in;
            this.max = max;
            this.maxHeaderBytes = maxHeaderBytes;
        }

        long number() throws IOException {
            StringBuilder digits = new StringBuilder();
            while (true) {
                char c = next();
                if (c == '\n') {
                    return PaxRecords.number("sparse map", digits.toString());
                }
                if (c < '0' || c > '9' || digits.length() > 19) {
                    throw new ArchiveException("damaged tar: bad map of a sparse file");
                }
                digits.append(c);
            }
        }

        private char next() throws IOException {
            if (at == block.length) {
                if (taken + TarHeader.BLOCK > max) {
                    throw tooLong(maxHeaderBytes);
                }
                block = in.bytes(TarHeader.BLOCK, "a sparse map");
                taken += TarHeader.BLOCK;
                at = 0;
            }
            return (char) (block[at++] & 0xff);
        }
    }
}
