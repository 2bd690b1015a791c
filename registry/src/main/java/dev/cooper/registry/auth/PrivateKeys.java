package dev.cooper.registry.auth;

import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Private keys in PEM files: PKCS#8, and what OpenSSL wrote before it (PKCS#1, SEC1). */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /** Version 0 and the algorithm RSA, which a PKCS#1 key does not name itself. */
    private static final byte[] RSA_HEAD =
            HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");

    /** That the algorithm is EC; the curve comes from the key. */
    private static final byte[] EC_ALGORITHM = HexFormat.of().parseHex("06072a8648ce3d0201");

    private PrivateKeys() {}

    static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
                || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new SyntaxException(
                    file
                            + " is encrypted, and nobody is there to type its password; store it"
                            + " decrypted, as openssl pkey -in KEY writes it, readable by the"
                            + " registry only");
        }
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8(file, text));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException _) {
                // of another algorithm
            }
        }
        throw new SyntaxException(file + ": want a key for RSA, EC or EdDSA");
    }

    private static byte[] pkcs8(Path file, String text) {
        if (text.contains("-----BEGIN PRIVATE KEY-----")) {
            return block(file, text, "PRIVATE KEY");
        }
        if (text.contains("-----BEGIN RSA PRIVATE KEY-----")) {
            return wrap(RSA_HEAD, block(file, text, "RSA PRIVATE KEY"));
        }
        if (text.contains("-----BEGIN EC PRIVATE KEY-----")) {
            byte[] key = block(file, text, "EC PRIVATE KEY");
            ByteArrayOutputStream algorithm = new ByteArrayOutputStream();
            algorithm.writeBytes(EC_ALGORITHM);
            algorithm.writeBytes(curve(file, key));
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            head.writeBytes(VERSION_0);
            writeTagged(head, 0x30, algorithm.toByteArray());
            return wrap(head.toByteArray(), key);
        }
        throw new SyntaxException(
                file + " holds no private key; want one in PEM, as openssl genpkey writes it");
    }

    private static byte[] block(Path file, String text, String name) {
        String begin = "-----BEGIN " + name + "-----";
        int start = text.indexOf(begin) + begin.length();
        int end = text.indexOf("-----END " + name + "-----", start);
        try {
            return Base64.getMimeDecoder().decode(text.substring(start, Math.max(start, end)));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(file + ": the private key is damaged", e);
        }
    }

    /** The name of the curve in a SEC1 key: after version and number, under tag 0. */
    private static byte[] curve(Path file, byte[] key) {
        try {
            int at = contentStart(key, 0);
            at = end(key, at);
            at = end(key, at);
            if ((key[at] & 0xff) == 0xa0) {
                return Arrays.copyOfRange(key, contentStart(key, at), end(key, at));
            }
        } catch (IndexOutOfBoundsException e) {
            throw new SyntaxException(file + ": the private key is damaged", e);
        }
        throw new SyntaxException(
                file
                        + ": the EC key does not name its curve; rewrite it with openssl pkey -in"
                        + " KEY");
    }

    private static int contentStart(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
    }

    private static int end(byte[] der, int at) {
        int start = contentStart(der, at);
        int length = der[at + 1] & 0xff;
        if (length >= 0x80) {
            length = 0;
            for (int i = at + 2; i < start; i++) {
                length = (length << 8) | (der[i] & 0xff);
            }
        }
        return start + length;
    }

    /** Makes PKCS#8: a sequence of the head and the key as an octet string. */
    private static byte[] wrap(byte[] head, byte[] key) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(head);
        writeTagged(inner, 0x04, key);
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        writeTagged(outer, 0x30, inner.toByteArray());
        return outer.toByteArray();
    }

    private static void writeTagged(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        int length = content.length;
        if (length < 128) {
            out.write(length);
        } else if (length < 256) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content);
    }

    /** Whether a certificate is of this key. */
    static boolean belong(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String name =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        byte[] text = new byte[32];
        Signature signer = Signature.getInstance(name);
        signer.initSign(key);
        signer.update(text);
        byte[] signature = signer.sign();
        try {
            Signature verifier = Signature.getInstance(name);
            verifier.initVerify(certified);
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // of another algorithm
        }
    }
}
