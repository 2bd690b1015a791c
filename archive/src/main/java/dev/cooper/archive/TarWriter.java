package dev.cooper.archive;

import dev.cooper.oci.FileName;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a tar: plain ustar headers, preceded by a PAX header only where ustar cannot say it (long
 * or non-ASCII names, parts of a second, big numbers, extended attributes). The bytes depend on the
 * entries alone. The order of the entries is the caller's. Use by one thread.
 */
public final class TarWriter implements AutoCloseable {
    private static final long MAX_OCTAL_7 = 07777777L;
    private static final long MAX_OCTAL_11 = 077777777777L;
    private static final byte[] ZEROS = new byte[TarHeader.BLOCK];

    private final OutputStream out;
    private @Nullable Content open;
    private boolean finished;

    /** Writes to {@code out}, in pieces as they come: give it a buffer if it is slow. */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Starts an entry and returns where its content goes: exactly {@link TarEntry#size()} bytes,
     * checked when that stream is closed or the next entry starts.
     */
    public OutputStream entry(TarEntry entry) throws IOException {
        endEntry();
        if (finished) {
            throw new IOException("tar already finished");
        }
        SortedMap<String, byte[]> pax = new TreeMap<>();
        byte[] header = header(entry, pax);
        if (!pax.isEmpty()) {
            writePax(entry, pax);
        }
        out.write(header);
        Content content = new Content(entry);
        open = content;
        return content;
    }

    /** Writes an entry and all its content, which must be {@link TarEntry#size()} bytes long. */
    public void write(TarEntry entry, InputStream content) throws IOException {
        try (OutputStream to = entry(entry)) {
            content.transferTo(to);
        }
    }

    /** Writes an entry that has no content. */
    public void write(TarEntry entry) throws IOException {
        entry(entry).close();
    }

    /** Ends the tar with two blocks of zeros; the target stays open. */
    public void finish() throws IOException {
        if (!finished) {
            endEntry();
            finished = true;
            out.write(ZEROS);
            out.write(ZEROS);
            out.flush();
        }
    }

    /** {@link #finish() Finishes} the tar and closes the target. */
    @Override
    public void close() throws IOException {
        try (out) {
            finish();
        }
    }

    private void endEntry() throws IOException {
        Content content = open;
        if (content != null) {
            content.close();
        }
    }

    private static byte[] header(TarEntry entry, SortedMap<String, byte[]> pax) {
        byte[] block = new byte[TarHeader.BLOCK];
        putPath(block, entry, pax);
        putText(block, TarHeader.LINK, "linkpath", entry.linkTarget(), pax);
        putText(block, TarHeader.USER, "uname", entry.userName(), pax);
        putText(block, TarHeader.GROUP, "gname", entry.groupName(), pax);
        octal(block, TarHeader.MODE, entry.mode());
        putNumber(block, TarHeader.UID, "uid", entry.uid(), MAX_OCTAL_7, pax);
        putNumber(block, TarHeader.GID, "gid", entry.gid(), MAX_OCTAL_7, pax);
        putNumber(block, TarHeader.SIZE, "size", entry.size(), MAX_OCTAL_11, pax);
        putTime(block, entry, pax);
        putNumber(block, TarHeader.MAJOR, "SCHILY.devmajor", entry.devMajor(), MAX_OCTAL_7, pax);
        putNumber(block, TarHeader.MINOR, "SCHILY.devminor", entry.devMinor(), MAX_OCTAL_7, pax);
        entry.xattrs().forEach((key, value) -> pax.put("SCHILY.xattr." + key, value));
        block[TarHeader.TYPE] = (byte) typeFlag(entry.type());
        seal(block);
        return block;
    }

    private static char typeFlag(TarEntry.Type type) {
        return switch (type) {
            case FILE -> '0';
            case HARDLINK -> '1';
            case SYMLINK -> '2';
            case CHAR_DEVICE -> '3';
            case BLOCK_DEVICE -> '4';
            case DIRECTORY -> '5';
            case FIFO -> '6';
        };
    }

    private static void putPath(byte[] block, TarEntry entry, SortedMap<String, byte[]> pax) {
        boolean directory = entry.type() == TarEntry.Type.DIRECTORY;
        String path = entry.path().isEmpty() ? "." : entry.path();
        byte[] name = FileName.encode(directory && !path.endsWith("/") ? path + "/" : path);
        int split = isAscii(name) ? split(name) : -1;
        if (split < 0) {
            pax.put("path", name);
            if (!isUtf8(path)) {
                pax.put("hdrcharset", "BINARY".getBytes(StandardCharsets.US_ASCII));
            }
            put(block, TarHeader.NAME, asciiPart(name, TarHeader.NAME.length()));
        } else if (split == 0) {
            put(block, TarHeader.NAME, name);
        } else {
            put(block, TarHeader.PREFIX, Arrays.copyOfRange(name, 0, split));
            put(block, TarHeader.NAME, Arrays.copyOfRange(name, split + 1, name.length));
        }
    }

    /**
     * 0: the name field is enough; n: the slash where the prefix ends; -1: ustar cannot hold it.
     */
    private static int split(byte[] name) {
        if (name.length <= TarHeader.NAME.length()) {
            return 0;
        }
        // A slash at the very end belongs to a directory's name and cannot be the border.
        for (int i = Math.min(name.length - 2, TarHeader.PREFIX.length()); i > 0; i--) {
            if (name[i] == '/') {
                return name.length - i - 1 <= TarHeader.NAME.length() ? i : -1;
            }
        }
        return -1;
    }

    private static void putText(
            byte[] block,
            TarHeader.Field field,
            String key,
            String text,
            SortedMap<String, byte[]> pax) {
        byte[] bytes = FileName.encode(text);
        if (bytes.length > field.length() || !isAscii(bytes)) {
            pax.put(key, bytes);
            if (!isUtf8(text)) {
                pax.put("hdrcharset", "BINARY".getBytes(StandardCharsets.US_ASCII));
            }
            put(block, field, asciiPart(bytes, field.length()));
        } else {
            put(block, field, bytes);
        }
    }

    private static void putNumber(
            byte[] block,
            TarHeader.Field field,
            String key,
            long value,
            long max,
            SortedMap<String, byte[]> pax) {
        if (value < 0 || value > max) {
            pax.put(key, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
            octal(block, field, 0);
        } else {
            octal(block, field, value);
        }
    }

    private static void putTime(byte[] block, TarEntry entry, SortedMap<String, byte[]> pax) {
        long seconds = entry.mtimeSeconds();
        boolean fits = seconds >= 0 && seconds <= MAX_OCTAL_11;
        octal(block, TarHeader.MTIME, fits ? seconds : 0);
        if (!fits || entry.mtimeNanos() != 0) {
            String time = PaxRecords.time(seconds, entry.mtimeNanos());
            pax.put("mtime", time.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void writePax(TarEntry entry, SortedMap<String, byte[]> pax) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        byte[] charset = pax.remove("hdrcharset");
        if (charset != null) {
            // It counts for the records behind it, so it goes first.
            PaxRecords.append(records, "hdrcharset", charset);
        }
        pax.forEach((key, value) -> PaxRecords.append(records, key, value));
        byte[] block = new byte[TarHeader.BLOCK];
        put(block, TarHeader.NAME, paxName(entry.path()));
        octal(block, TarHeader.MODE, 0);
        octal(block, TarHeader.UID, 0);
        octal(block, TarHeader.GID, 0);
        octal(block, TarHeader.SIZE, records.size());
        octal(block, TarHeader.MTIME, 0);
        octal(block, TarHeader.MAJOR, 0);
        octal(block, TarHeader.MINOR, 0);
        block[TarHeader.TYPE] = 'x';
        seal(block);
        out.write(block);
        records.writeTo(out);
        out.write(ZEROS, 0, TarHeader.padding(records.size()));
    }

    private static byte[] paxName(String path) {
        String base = path.substring(path.lastIndexOf('/') + 1);
        return asciiPart(FileName.encode("PaxHeaders.0/" + base), TarHeader.NAME.length());
    }

    private static void seal(byte[] block) {
        byte[] magic = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
        put(block, TarHeader.MAGIC, magic);
        int sum = TarHeader.checksum(block, false);
        int at = TarHeader.CHECKSUM.offset();
        for (int i = 5; i >= 0; i--) {
            block[at + i] = (byte) ('0' + (sum & 7));
            sum >>= 3;
        }
        block[at + 6] = 0;
        block[at + 7] = ' ';
    }

    private static void octal(byte[] block, TarHeader.Field field, long value) {
        long left = value;
        for (int i = field.offset() + field.length() - 2; i >= field.offset(); i--) {
            block[i] = (byte) ('0' + (left & 7));
            left >>= 3;
        }
    }

    private static void put(byte[] block, TarHeader.Field field, byte[] bytes) {
        System.arraycopy(bytes, 0, block, field.offset(), bytes.length);
    }

    private static byte[] asciiPart(byte[] bytes, int room) {
        byte[] part = new byte[room];
        int n = 0;
        for (byte b : bytes) {
            if (b > 0 && n < room) {
                part[n++] = b;
            }
        }
        return Arrays.copyOf(part, n);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /** FileName keeps a byte that is not UTF-8 as a lone surrogate. */
    private static boolean isUtf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** Takes exactly the promised number of bytes. */
    private final class Content extends OutputStream {
        private final TarEntry entry;
        private long left;
        private boolean closed;

        Content(TarEntry entry) {
            this.entry = entry;
            this.left = entry.size();
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (closed) {
                throw new IOException("entry already closed: " + entry.path());
            }
            if (length > left) {
                throw new IOException(
                        entry.path()
                                + " grew while it was read: more than "
                                + entry.size()
                                + " bytes");
            }
            out.write(bytes, offset, length);
            left -= length;
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            open = null;
            if (left > 0) {
                throw new IOException(
                        entry.path()
                                + " shrank while it was read: want "
                                + entry.size()
                                + " bytes, got "
                                + (entry.size() - left));
            }
            out.write(ZEROS, 0, TarHeader.padding(entry.size()));
        }
    }
}
