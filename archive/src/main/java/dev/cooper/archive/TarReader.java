package dev.cooper.archive;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a tar from front to back: Unix version 7, ustar, star, GNU (long names, big numbers, sparse
 * files) and PAX (with extended attributes, global headers and all three sparse formats).
 *
 * <p>Made for archives that nobody vouches for: memory is bounded by the {@link TarLimits}, damaged
 * or unsupported input is an {@link ArchiveException}. Names and link targets come out as they are
 * in the archive; what may become of {@code ..}, absolute paths and links is for the caller to
 * decide (see {@link TarEntry#cleanPath()}).
 *
 * <p>The source is read a little ahead, and what follows the two blocks of zeros that end a tar is
 * left there: who verifies a digest over the whole must drain the source. Use by one thread.
 */
public final class TarReader implements AutoCloseable {
    private static final int SMALL_BUFFER = 2 << 10;

    private final TarInput in;
    private final TarLimits limits;
    private final byte[] block = new byte[TarHeader.BLOCK];
    private final TarAttributes global = new TarAttributes();
    private @Nullable TarContent content;
    private int padding;
    private long entries;
    private long totalSize;
    private boolean ended;

    /** Reads from {@code in}, which is closed with the reader. */
    public TarReader(InputStream in, TarLimits limits) {
        this(new TarInput(in), limits);
    }

    private TarReader(TarInput in, TarLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /**
     * Reads from a source that skips without reading, as a file does: only what is looked at is
     * read, and little around it.
     *
     * @param in is closed with the reader
     */
    public static TarReader skipping(InputStream in, TarLimits limits) {
        return new TarReader(new TarInput(in, SMALL_BUFFER), limits);
    }

    /**
     * Whether content that starts with these bytes is a tar with at least one entry.
     *
     * @param head the first 512 bytes, or all there are
     */
    public static boolean startsTar(byte[] head) {
        if (head.length < TarHeader.BLOCK) {
            return false;
        }
        byte[] first = Arrays.copyOf(head, TarHeader.BLOCK);
        try {
            return !TarBlock.isZero(first) && TarBlock.of(first, 0).isPlausible();
        } catch (ArchiveException e) {
            return false;
        }
    }

    /** The next entry, or null at the end. Content of the last one that was not read is skipped. */
    public @Nullable TarEntry next() throws IOException {
        skipContent();
        TarAttributes attributes = new TarAttributes(global);
        int headerBytes = 0;
        boolean extended = false;
        while (true) {
            TarBlock header = nextBlock();
            if (header == null) {
                if (extended) {
                    throw in.truncated("an entry");
                }
                return null;
            }
            long size = header.number(TarHeader.SIZE);
            switch (header.type()) {
                case 'x', 'X', 'g', 'L', 'K' -> {
                    byte[] bytes = headerContent(size, headerBytes);
                    headerBytes += bytes.length;
                    extended |= header.type() != 'g';
                    extend(header.type(), bytes, attributes);
                }
                // A volume label names the tape, not a file.
                case 'V' -> in.skip(size + TarHeader.padding(size), "a volume label");
                default -> {
                    return entry(header, attributes);
                }
            }
        }
    }

    /**
     * The content of the entry that {@link #next} returned last; empty when it is not a file. Valid
     * until the next call of {@code next}; closing it does nothing.
     *
     * @throws IllegalStateException when there is no such entry
     */
    public InputStream content() {
        TarContent current = content;
        if (current == null) {
            throw new IllegalStateException("no current entry");
        }
        return current;
    }

    /**
     * Where the source stands: right after {@link #next} at the first byte of the entry's content,
     * in bytes from where reading began.
     */
    public long position() {
        return in.consumed();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private @Nullable TarBlock nextBlock() throws IOException {
        long at = in.consumed();
        if (ended || !in.block(block)) {
            ended = true;
            return null;
        }
        if (TarBlock.isZero(block)) {
            ended = true;
            if (in.block(block) && !TarBlock.isZero(block)) {
                throw new ArchiveException(
                        "damaged tar: a single block of zeros at byte " + at + " before its end");
            }
            return null;
        }
        return TarBlock.of(block.clone(), at);
    }

    private void skipContent() throws IOException {
        TarContent last = content;
        if (last != null) {
            in.skip(last.left(), "a file");
            in.skip(padding, "a file");
            content = null;
        }
    }

    private byte[] headerContent(long size, int before) throws IOException {
        if (size < 0 || size > limits.maxHeaderBytes() - before) {
            throw new ArchiveException(
                    "refused tar: extended headers of one entry are longer than "
                            + limits.maxHeaderBytes()
                            + " bytes");
        }
        byte[] bytes = in.bytes((int) size, "an extended header");
        in.skip(TarHeader.padding(size), "an extended header");
        return bytes;
    }

    private void extend(char type, byte[] bytes, TarAttributes attributes) throws ArchiveException {
        switch (type) {
            case 'g' -> {
                global.addGlobal(bytes);
                attributes.addGlobal(bytes);
            }
            case 'L' -> attributes.setLongName("path", bytes);
            case 'K' -> attributes.setLongName("linkpath", bytes);
            default -> attributes.addAll(bytes);
        }
    }

    private TarEntry entry(TarBlock header, TarAttributes attributes) throws IOException {
        if (++entries > limits.maxEntries()) {
            throw new ArchiveException(
                    "refused tar: more than " + limits.maxEntries() + " entries");
        }
        String path = path(header, attributes);
        TarEntry.Type type = type(header, path);
        boolean file = type == TarEntry.Type.FILE;
        boolean link = type == TarEntry.Type.SYMLINK || type == TarEntry.Type.HARDLINK;
        long stored = file ? size(header, attributes) : 0;
        padding = TarHeader.padding(stored);
        SparseMap sparse = file ? sparse(header, attributes, stored) : null;
        if (sparse != null) {
            stored = sparse.storedSize();
        }
        TarContent body = new TarContent(in, stored, sparse, path);
        content = body;
        long size = sparse == null ? stored : sparse.realSize();
        totalSize += size;
        if (totalSize > limits.maxTotalSize() || totalSize < 0) {
            throw new ArchiveException(
                    "refused tar: its files hold more than " + limits.maxTotalSize() + " bytes");
        }
        String linkTarget =
                link ? bounded(attributes.text("linkpath", header.text(TarHeader.LINK))) : "";
        return complete(header, attributes, new Named(trimmed(path), type, size, linkTarget));
    }

    private record Named(String path, TarEntry.Type type, long size, String linkTarget) {}

    private static TarEntry complete(TarBlock header, TarAttributes attributes, Named named)
            throws ArchiveException {
        boolean extras = header.hasExtras();
        boolean device =
                named.type() == TarEntry.Type.CHAR_DEVICE
                        || named.type() == TarEntry.Type.BLOCK_DEVICE;
        String time = attributes.text("mtime");
        long[] mtime =
                time == null
                        ? new long[] {header.number(TarHeader.MTIME), 0}
                        : PaxRecords.parseTime(time);
        return new TarEntry(
                named.path(),
                named.type(),
                (int) header.number(TarHeader.MODE) & 07777,
                attributes.number("uid", header.number(TarHeader.UID)),
                attributes.number("gid", header.number(TarHeader.GID)),
                attributes.text("uname", extras ? header.text(TarHeader.USER) : ""),
                attributes.text("gname", extras ? header.text(TarHeader.GROUP) : ""),
                named.size(),
                mtime[0],
                (int) mtime[1],
                named.linkTarget(),
                device ? deviceNumber(header, attributes, TarHeader.MAJOR) : 0,
                device ? deviceNumber(header, attributes, TarHeader.MINOR) : 0,
                attributes.xattrs());
    }

    private static int deviceNumber(
            TarBlock header, TarAttributes attributes, TarHeader.Field field)
            throws ArchiveException {
        long inHeader = header.hasExtras() ? header.number(field) : 0;
        String key = field.equals(TarHeader.MAJOR) ? "SCHILY.devmajor" : "SCHILY.devminor";
        long number = attributes.number(key, inHeader);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new ArchiveException("damaged tar: " + field.name() + " out of range: " + number);
        }
        return (int) number;
    }

    private String path(TarBlock header, TarAttributes attributes) throws ArchiveException {
        String sparseName = attributes.text("GNU.sparse.name");
        String path = sparseName != null ? sparseName : attributes.text("path", header.path());
        if (path.isEmpty()) {
            throw new ArchiveException(
                    "damaged tar: an entry without a name before byte " + in.consumed());
        }
        return bounded(path);
    }

    /** A UTF-16 unit is never more bytes than three, so only long names need to be encoded. */
    private String bounded(String text) throws ArchiveException {
        if (text.length() > limits.maxPathBytes() / 3
                && dev.cooper.oci.FileName.encode(text).length > limits.maxPathBytes()) {
            throw new ArchiveException(
                    "refused tar: a name or link target is longer than "
                            + limits.maxPathBytes()
                            + " bytes");
        }
        return text;
    }

    private static String trimmed(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static TarEntry.Type type(TarBlock header, String path) throws ArchiveException {
        return switch (header.type()) {
            // Version 7 had no type for directories: the slash tells.
            case '0', '\0', '7' ->
                    path.endsWith("/") ? TarEntry.Type.DIRECTORY : TarEntry.Type.FILE;
            case 'S' -> TarEntry.Type.FILE;
            case '1' -> TarEntry.Type.HARDLINK;
            case '2' -> TarEntry.Type.SYMLINK;
            case '3' -> TarEntry.Type.CHAR_DEVICE;
            case '4' -> TarEntry.Type.BLOCK_DEVICE;
            case '5' -> TarEntry.Type.DIRECTORY;
            case '6' -> TarEntry.Type.FIFO;
            default ->
                    throw new ArchiveException(
                            "unsupported tar: entry \""
                                    + path
                                    + "\" is of type '"
                                    + header.type()
                                    + "' (incremental and multi-volume archives cannot be read)");
        };
    }

    private static long size(TarBlock header, TarAttributes attributes) throws ArchiveException {
        long size = attributes.number("size", header.number(TarHeader.SIZE));
        if (size < 0 || size > Long.MAX_VALUE - TarHeader.BLOCK) {
            throw new ArchiveException("damaged tar: size out of range: " + size);
        }
        return size;
    }

    private @Nullable SparseMap sparse(TarBlock header, TarAttributes attributes, long stored)
            throws IOException {
        int max = limits.maxHeaderBytes();
        if (header.type() == 'S') {
            return SparseMap.gnu(header, in, max);
        }
        if ("1".equals(attributes.text("GNU.sparse.major"))) {
            long realSize = attributes.number("GNU.sparse.realsize", -1);
            return SparseMap.inContent(realSize, in, stored, max);
        }
        if (attributes.text("GNU.sparse.size") != null) {
            long realSize = attributes.number("GNU.sparse.size", 0);
            return SparseMap.pairs(realSize, attributes.sparsePairs(), stored);
        }
        return null;
    }
}
