package dev.cooper.inventory;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * What stays of a class when it is moved to another package: the names of its members and its
 * texts, without anything that looks like the name of a class (JVM specification, 4.4).
 */
public final class ClassFingerprint {
    private static final int MAGIC = 0xcafebabe;
    private static final int UTF8 = 1;

    private ClassFingerprint() {}

    /** The fingerprint of a class file; empty when it is none. */
    public static OptionalInt of(byte[] file) {
        try {
            ByteBuffer in = ByteBuffer.wrap(file);
            if (in.getInt() != MAGIC) {
                return OptionalInt.empty();
            }
            in.getInt(); // version
            Set<String> words = new HashSet<>();
            int count = Short.toUnsignedInt(in.getShort());
            for (int i = 1; i < count; i++) {
                int tag = in.get();
                if (tag == UTF8) {
                    word(in, words);
                } else {
                    in.position(in.position() + size(tag));
                    i += tag == 5 || tag == 6 ? 1 : 0; // long and double take two places
                }
            }
            CRC32 sum = new CRC32();
            words.stream()
                    .sorted()
                    .forEach(each -> sum.update((each + "\n").getBytes(StandardCharsets.UTF_8)));
            return OptionalInt.of((int) sum.getValue());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return OptionalInt.empty();
        }
    }

    private static void word(ByteBuffer in, Set<String> words) {
        int length = Short.toUnsignedInt(in.getShort());
        byte[] bytes = new byte[length];
        in.get(bytes);
        String word = new String(bytes, StandardCharsets.ISO_8859_1);
        // Compilers and those who move classes may add or leave out the names of attributes.
        boolean isName = word.indexOf('/') >= 0 || word.indexOf('.') >= 0;
        if (!isName && !Character.isUpperCase(word.isEmpty() ? 'A' : word.charAt(0))) {
            words.add(word);
        }
    }

    private static int size(int tag) {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            default -> throw new IllegalArgumentException("no constant: " + tag);
        };
    }
}
