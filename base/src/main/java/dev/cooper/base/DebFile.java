package dev.cooper.base;

import dev.cooper.archive.ArchiveException;
import dev.cooper.archive.BoundedInputStream;
import dev.cooper.archive.Compression;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A binary package file: an ar archive of {@code debian-binary}, {@code control.tar} and {@code
 * data.tar}, the tars compressed or not (deb(5)).
 */
final class DebFile {
    private static final byte[] MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 60;
    private static final int NAME_END = 16;
    private static final int SIZE_START = 48;
    private static final int SIZE_END = 58;

    /** Maintainer scripts and lists of files: the largest in Debian are a few megabytes. */
    private static final long MAX_CONTROL = 256L << 20;

    private static final long MAX_DATA = 64L << 30;

    private final Path file;
    private final String label;

    /**
     * Names a package file.
     *
     * @param file where it is; its digest was verified
     * @param label what to call it in messages
     */
    DebFile(Path file, String label) {
        this.file = file;
        this.label = label;
    }

    /** Opens the control files. */
    TarReader control() throws IOException {
        return open("control.tar", MAX_CONTROL);
    }

    /** Opens the files to install. */
    TarReader data() throws IOException {
        return open("data.tar", MAX_DATA);
    }

    private TarReader open(String member, long limit) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            long size = seek(in, member);
            InputStream tar =
                    BoundedInputStream.ofSize(
                            Compression.decompressAny(new Member(in, size)), limit, label);
            return new TarReader(tar, TarLimits.DEFAULT);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Goes to the content of a member whose name begins so, and returns its size. */
    private long seek(InputStream in, String wanted) throws IOException {
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            throw new ArchiveException("damaged package " + label + ": it is no ar archive");
        }
        while (true) {
            byte[] header = in.readNBytes(HEADER);
            if (header.length < HEADER) {
                throw new ArchiveException("damaged package " + label + ": it has no " + wanted);
            }
            String name = text(header, 0, NAME_END);
            if (name.endsWith("/")) {
                name = name.substring(0, name.length() - 1);
            }
            long size = size(header);
            if (name.equals(wanted) || name.startsWith(wanted + ".")) {
                return size;
            }
            in.skipNBytes(size + (size & 1));
        }
    }

    private long size(byte[] header) throws ArchiveException {
        try {
            long size = Long.parseLong(text(header, SIZE_START, SIZE_END));
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // falls through to the message
        }
        throw new ArchiveException("damaged package " + label + ": a member has no size");
    }

    private static String text(byte[] header, int from, int to) {
        return new String(header, from, to - from, StandardCharsets.ISO_8859_1).strip();
    }

    /** The bytes of one member; closes the file with itself. */
    private static final class Member extends InputStream {
        private final InputStream in;
        private long left;

        Member(InputStream in, long size) {
            this.in = in;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            if (count > 0) {
                left -= count;
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
