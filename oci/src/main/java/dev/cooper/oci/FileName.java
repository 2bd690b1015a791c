package dev.cooper.oci;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * File names and paths as strings. Linux names are bytes; a name that is valid UTF-8 becomes the
 * string it spells, and each byte 0xNN that is not part of valid UTF-8 becomes the lone surrogate
 * U+DCNN ("surrogate escape"). Every name survives decoding and encoding unchanged.
 */
public final class FileName {
    /** Orders names by their bytes, unsigned, as {@code memcmp} does. */
    public static final Comparator<String> BYTE_ORDER = FileName::compareBytes;

    private FileName() {}

    /** Returns the string that stands for the bytes of a name. */
    public static String decode(byte[] name) {
        return decode(name, 0, name.length);
    }

    /**
     * Returns the string that stands for some bytes of an array.
     *
     * @param bytes holds the name
     * @param offset where the name starts
     * @param length how many bytes it has
     */
    public static String decode(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                return decodeUtf8(bytes, offset, length);
            }
        }
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    private static String decodeUtf8(byte[] bytes, int offset, int length) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer out = CharBuffer.allocate(length); // a byte never makes more than one char
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            out.put((char) (0xDC00 + (in.get() & 0xFF)));
            decoder.reset();
        }
    }

    /**
     * Returns the bytes of a name.
     *
     * @throws SyntaxException when the string has a lone surrogate that stands for no byte
     */
    public static byte[] encode(String name) {
        byte[] out = new byte[name.length() * 3];
        int size = 0;
        for (int i = 0; i < name.length(); i++) {
            int c = name.charAt(i);
            if (c < 0x80) {
                out[size++] = (byte) c;
            } else if (c < 0x800) {
                out[size++] = (byte) (0xC0 | c >> 6);
                out[size++] = continuation(c);
            } else if (c < 0xD800 || c > 0xDFFF) {
                out[size++] = (byte) (0xE0 | c >> 12);
                out[size++] = continuation(c >> 6);
                out[size++] = continuation(c);
            } else if (c >= 0xDC80 && c <= 0xDCFF) {
                out[size++] = (byte) (c - 0xDC00);
            } else {
                int point = name.codePointAt(i++);
                if (point < 0x10000) {
                    throw new SyntaxException(
                            "file name has the lone surrogate U+"
                                    + Integer.toHexString(c)
                                    + ", which stands for no byte");
                }
                out[size++] = (byte) (0xF0 | point >> 18);
                out[size++] = continuation(point >> 12);
                out[size++] = continuation(point >> 6);
                out[size++] = continuation(point);
            }
        }
        return Arrays.copyOf(out, size);
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private static int compareBytes(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // UTF-8 keeps the order of code points; only surrogates sort differently.
                return Character.isSurrogate(x) || Character.isSurrogate(y)
                        ? Arrays.compareUnsigned(encode(a), encode(b))
                        : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
