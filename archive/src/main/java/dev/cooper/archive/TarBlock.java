package dev.cooper.archive;

import dev.cooper.archive.TarHeader.Field;
import dev.cooper.oci.FileName;

/** Reads the fields of one header block of any of the tar dialects. */
final class TarBlock {
    private final byte[] block;

    private TarBlock(byte[] block) {
        this.block = block;
    }

    /** Which fields a block has beyond those of Unix version 7. */
    enum Dialect {
        V7,
        USTAR,
        STAR,
        GNU
    }

    /**
     * Takes a block that is not all zeros.
     *
     * @param at where it stands in the archive, for messages
     */
    static TarBlock of(byte[] block, long at) throws ArchiveException {
        TarBlock header = new TarBlock(block);
        long want = header.octal(TarHeader.CHECKSUM);
        // Some old programs added the bytes up as signed numbers.
        if (want != TarHeader.checksum(block, false) && want != TarHeader.checksum(block, true)) {
            throw new ArchiveException("damaged tar: no valid header at byte " + at);
        }
        return header;
    }

    /** A block that has no checksum of its own: the continuation of a sparse map. */
    static TarBlock unchecked(byte[] block) {
        return new TarBlock(block);
    }

    static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the numbers of a block whose sum is right are numbers. */
    boolean isPlausible() throws ArchiveException {
        return number(TarHeader.SIZE) >= 0 && number(TarHeader.MODE) >= 0;
    }

    char type() {
        return (char) (block[TarHeader.TYPE] & 0xff);
    }

    Dialect dialect() {
        String magic = ascii(TarHeader.MAGIC.offset(), 8);
        if (magic.equals("ustar  \0")) {
            return Dialect.GNU;
        }
        if (magic.startsWith("ustar\0")) {
            return ascii(TarHeader.STAR_MARK, 4).equals("tar\0") ? Dialect.STAR : Dialect.USTAR;
        }
        return Dialect.V7;
    }

    String path() {
        String name = text(TarHeader.NAME);
        String prefix =
                switch (dialect()) {
                    case USTAR -> text(TarHeader.PREFIX);
                    case STAR -> text(TarHeader.STAR_PREFIX);
                    case V7, GNU -> "";
                };
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** Owner names and device numbers are rubbish in version 7 headers. */
    boolean hasExtras() {
        return dialect() != Dialect.V7;
    }

    String text(Field field) {
        int end = field.offset();
        int max = field.offset() + field.length();
        while (end < max && block[end] != 0) {
            end++;
        }
        return FileName.decode(block, field.offset(), end - field.offset());
    }

    boolean flag(int offset) {
        return block[offset] != 0;
    }

    /** A number in octal digits, or in base 256 when the first bit is set (GNU, star). */
    long number(Field field) throws ArchiveException {
        int first = block[field.offset()] & 0xff;
        if ((first & 0x80) == 0) {
            return octal(field);
        }
        boolean negative = (first & 0x40) != 0;
        long value = negative ? first | ~0x7fL : first & 0x7f;
        for (int i = 1; i < field.length(); i++) {
            // Bits that would fall out must all be copies of the sign.
            if (value >> 55 != (negative ? -1 : 0)) {
                throw bad(field);
            }
            value = value << 8 | (block[field.offset() + i] & 0xff);
        }
        return value;
    }

    private long octal(Field field) throws ArchiveException {
        int at = field.offset();
        int end = at + field.length();
        while (at < end && (block[at] == ' ' || block[at] == 0)) {
            at++;
        }
        long value = 0;
        while (at < end && block[at] >= '0' && block[at] <= '7') {
            value = value << 3 | (block[at] - '0');
            at++;
        }
        while (at < end && (block[at] == ' ' || block[at] == 0)) {
            at++;
        }
        if (at < end) {
            throw bad(field);
        }
        return value;
    }

    private static ArchiveException bad(Field field) {
        return new ArchiveException("damaged tar: the " + field.name() + " is not a number");
    }

    private String ascii(int offset, int length) {
        return new String(block, offset, length, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
