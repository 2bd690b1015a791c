package dev.cooper.inventory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The sections of a program or library (System V ABI, "Object Files"). */
final class ElfFile {
    private static final int MOST_SECTIONS = 10_000;

    private final ByteBuffer file;
    private final boolean wide;

    private ElfFile(ByteBuffer file, boolean wide) {
        this.file = file;
        this.wide = wide;
    }

    /** Whether content begins as such a file does. */
    static boolean isElf(byte[] bytes) {
        return bytes.length > 64 && isMagic(bytes);
    }

    /** Whether the first four bytes are those of such a file. */
    static boolean isMagic(byte[] bytes) {
        return bytes.length >= 4
                && bytes[0] == 0x7f
                && bytes[1] == 'E'
                && bytes[2] == 'L'
                && bytes[3] == 'F';
    }

    /**
     * @param bytes for which {@link #isElf} holds
     */
    static ElfFile of(byte[] bytes) {
        ByteOrder order = bytes[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new ElfFile(ByteBuffer.wrap(bytes).order(order), bytes[4] == 2);
    }

    /** The bytes of a section, in the file's byte order; empty when there is none of that name. */
    Optional<ByteBuffer> section(String name) {
        try {
            long table = wide ? file.getLong(0x28) : Integer.toUnsignedLong(file.getInt(0x20));
            int size = Short.toUnsignedInt(file.getShort(wide ? 0x3a : 0x2e));
            int count = Short.toUnsignedInt(file.getShort(wide ? 0x3c : 0x30));
            int names = Short.toUnsignedInt(file.getShort(wide ? 0x3e : 0x32));
            if (table <= 0 || table > file.limit() || count > MOST_SECTIONS || names >= count) {
                return Optional.empty();
            }
            ByteBuffer texts = bytes((int) table + names * size);
            for (int i = 0; i < count; i++) {
                int header = (int) table + i * size;
                if (isText(texts, file.getInt(header), name)) {
                    return Optional.of(bytes(header));
                }
            }
            return Optional.empty();
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty(); // damaged, or stripped by something strange
        }
    }

    private ByteBuffer bytes(int header) {
        long offset =
                wide
                        ? file.getLong(header + 0x18)
                        : Integer.toUnsignedLong(file.getInt(header + 0x10));
        long size =
                wide
                        ? file.getLong(header + 0x20)
                        : Integer.toUnsignedLong(file.getInt(header + 0x14));
        if (offset < 0 || size < 0 || offset > file.limit() || size > file.limit() - offset) {
            throw new IndexOutOfBoundsException();
        }
        return file.slice((int) offset, (int) size).order(file.order());
    }

    private static boolean isText(ByteBuffer texts, int at, String wanted) {
        byte[] bytes = wanted.getBytes(StandardCharsets.US_ASCII);
        if (at < 0 || at + bytes.length >= texts.limit() || texts.get(at + bytes.length) != 0) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (texts.get(at + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
