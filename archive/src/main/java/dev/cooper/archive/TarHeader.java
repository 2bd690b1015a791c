package dev.cooper.archive;

/** Where the fields of a tar header block are (POSIX.1-2001 pax, "ustar Interchange Format"). */
final class TarHeader {
    static final int BLOCK = 512;

    static final Field NAME = new Field("name", 0, 100);
    static final Field MODE = new Field("mode", 100, 8);
    static final Field UID = new Field("uid", 108, 8);
    static final Field GID = new Field("gid", 116, 8);
    static final Field SIZE = new Field("size", 124, 12);
    static final Field MTIME = new Field("mtime", 136, 12);
    static final Field CHECKSUM = new Field("checksum", 148, 8);
    static final int TYPE = 156;
    static final Field LINK = new Field("link name", 157, 100);
    static final Field MAGIC = new Field("magic", 257, 8);
    static final Field USER = new Field("user name", 265, 32);
    static final Field GROUP = new Field("group name", 297, 32);
    static final Field MAJOR = new Field("device major", 329, 8);
    static final Field MINOR = new Field("device minor", 337, 8);
    static final Field PREFIX = new Field("prefix", 345, 155);

    /** GNU: four extents, a flag, the real size; schily star: a shorter prefix and its mark. */
    static final int GNU_SPARSE = 386;

    static final int GNU_SPARSE_EXTENDED = 482;
    static final Field GNU_REAL_SIZE = new Field("real size", 483, 12);
    static final Field STAR_PREFIX = new Field("prefix", 345, 131);
    static final int STAR_MARK = 508;

    private TarHeader() {}

    /** A field's name for messages, offset and length in bytes. */
    record Field(String name, int offset, int length) {}

    /** The sum of all bytes with the checksum field taken as spaces. */
    static int checksum(byte[] block, boolean signed) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM.offset() && i < CHECKSUM.offset() + CHECKSUM.length();
            int value = own ? ' ' : block[i];
            sum += signed ? value : value & 0xff;
        }
        return sum;
    }

    /** The bytes from the end of content to the next block. */
    static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }
}
