package dev.cooper.trust.key;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The little of ASN.1's DER that old forms of keys need. */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;

    private final byte[] bytes;
    private final int end;
    private int at;

    private Der(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    static Der of(byte[] bytes) {
        return new Der(bytes, 0, bytes.length);
    }

    boolean hasMore() {
        return at < end;
    }

    /** The tag of the next value. */
    int tag() {
        if (at >= end) {
            throw new IllegalArgumentException("the key ends early");
        }
        return bytes[at] & 0xff;
    }

    /** Goes into the next value, which must have this tag, and past it here. */
    Der in(int tag) {
        if (tag() != tag) {
            throw new IllegalArgumentException("tag " + tag() + " where " + tag + " belongs");
        }
        return next();
    }

    /** Goes into the next value and past it here. */
    Der next() {
        int content = at + 2;
        if (content > end) {
            throw new IllegalArgumentException("the key ends early");
        }
        int length = bytes[at + 1] & 0xff;
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count == 0 || count > 3 || content + count > end) {
                throw new IllegalArgumentException("a length makes no sense");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | (bytes[content + i] & 0xff);
            }
            content += count;
        }
        if (length > end - content) {
            throw new IllegalArgumentException("the key ends early");
        }
        at = content + length;
        return new Der(bytes, content, at);
    }

    /** All that is left here. */
    byte[] rest() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    /** A value of others after one another. */
    static byte[] write(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
