package dev.cooper.build.copy;

import dev.cooper.oci.Digest;
import dev.cooper.oci.FileName;

import java.security.MessageDigest;

/** A digest over values with their lengths, so that no two lists of values look the same. */
final class Framing {
    private final MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    private final byte[] number = new byte[8];

    Framing add(byte[] bytes) {
        add(bytes.length);
        digest.update(bytes);
        return this;
    }

    Framing add(String text) {
        return add(FileName.encode(text));
    }

    Framing add(long value) {
        for (int i = 0; i < 8; i++) {
            number[i] = (byte) (value >> (8 * i));
        }
        digest.update(number);
        return this;
    }

    /** The raw digest of what was added since the last one. */
    byte[] raw() {
        return digest.digest();
    }

    Digest digest() {
        return Digest.of(Digest.Algorithm.SHA256, raw());
    }
}
