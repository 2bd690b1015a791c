package dev.cooper.trust.key;

import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** NaCl's secretbox: XSalsa20 with Poly1305, whose mark comes first. */
final class SecretBox {
    static final int KEY = 32;
    static final int NONCE = 24;
    private static final int MARK = 16;

    private SecretBox() {}

    static byte[] seal(byte[] key, byte[] nonce, byte[] text) {
        byte[] box = new byte[MARK + text.length];
        XSalsa20Engine cipher = new XSalsa20Engine();
        Poly1305 mark = start(cipher, key, nonce);
        cipher.processBytes(text, 0, text.length, box, MARK);
        mark.update(box, MARK, text.length);
        mark.doFinal(box, 0);
        return box;
    }

    /** The text, empty when the key is wrong or the box was changed. */
    static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] box) {
        if (box.length < MARK || nonce.length != NONCE) {
            return Optional.empty();
        }
        XSalsa20Engine cipher = new XSalsa20Engine();
        Poly1305 mark = start(cipher, key, nonce);
        mark.update(box, MARK, box.length - MARK);
        byte[] want = new byte[MARK];
        mark.doFinal(want, 0);
        if (!MessageDigest.isEqual(want, Arrays.copyOf(box, MARK))) {
            return Optional.empty();
        }
        byte[] text = new byte[box.length - MARK];
        cipher.processBytes(box, MARK, text.length, text, 0);
        return Optional.of(text);
    }

    /** The first bytes of the cipher's stream are the key of the mark. */
    private static Poly1305 start(XSalsa20Engine cipher, byte[] key, byte[] nonce) {
        cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        byte[] first = new byte[KEY];
        cipher.processBytes(first, 0, first.length, first, 0);
        Poly1305 mark = new Poly1305();
        mark.init(new KeyParameter(first));
        PrivateKeys.wipe(first);
        return mark;
    }
}
