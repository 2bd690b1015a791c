package dev.cooper.linux;

/** What kind of file a directory entry is. */
public enum FileType {
    FILE(0100000),
    DIRECTORY(0040000),
    SYMLINK(0120000),
    CHAR_DEVICE(0020000),
    BLOCK_DEVICE(0060000),
    FIFO(0010000),
    SOCKET(0140000);

    /** The bits of {@code st_mode} that hold the type. */
    static final int MASK = 0170000;

    private final int bits;

    FileType(int bits) {
        this.bits = bits;
    }

    /** Returns the type as the kernel writes it into {@code st_mode}. */
    public int bits() {
        return bits;
    }

    /**
     * Returns the type that a mode names.
     *
     * @param mode type and permission bits, as in {@code st_mode}
     */
    static FileType ofMode(int mode) {
        return switch (mode & MASK) {
            case 0100000 -> FILE;
            case 0040000 -> DIRECTORY;
            case 0120000 -> SYMLINK;
            case 0020000 -> CHAR_DEVICE;
            case 0060000 -> BLOCK_DEVICE;
            case 0010000 -> FIFO;
            case 0140000 -> SOCKET;
            default -> throw new IllegalArgumentException("no file type in mode " + mode);
        };
    }
}
