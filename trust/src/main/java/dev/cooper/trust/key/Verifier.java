package dev.cooper.trust.key;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Cipher;

/**
 * A public key and how it verifies.
 *
 * @param key the key
 * @param algorithm one that goes with the key
 */
public record Verifier(PublicKey key, KeyAlgorithm algorithm) {
    private static final byte[] SHA256_INFO =
            HexFormat.of().parseHex("3031300d060960864801650304020105000420");

    /** Makes a verifier that verifies as the key signs when nobody says it. */
    public static Verifier of(PublicKey key) {
        return new Verifier(key, KeyAlgorithm.of(key));
    }

    /** Tells whether a signature is of this key over this message. Ed25519 may have been hashed. */
    public boolean verifies(byte[] message, byte[] signature) {
        if (verifies(algorithm, message, signature)) {
            return true;
        }
        return algorithm == KeyAlgorithm.ED25519
                && verifies(KeyAlgorithm.ED25519_PH, message, signature);
    }

    /**
     * Tells whether a signature is of this key over what has this digest, by the hash that goes
     * with the key; that of Ed25519 is SHA-512, as it can only have been hashed before.
     */
    public boolean verifiesDigest(byte[] digest, byte[] signature) {
        if (digest.length != digestSize()) {
            return false;
        }
        try {
            return switch (algorithm) {
                case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> {
                    Signature check = Signature.getInstance("NONEwithECDSA");
                    check.initVerify(key);
                    check.update(digest);
                    yield check.verify(signature);
                }
                case RSA_2048, RSA_3072, RSA_4096 -> {
                    Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
                    rsa.init(Cipher.DECRYPT_MODE, key);
                    byte[] found = rsa.doFinal(signature);
                    yield MessageDigest.isEqual(found, sha256Info(digest));
                }
                case ED25519, ED25519_PH -> {
                    byte[] der = key.getEncoded();
                    yield signature.length == Ed25519.SIGNATURE_SIZE
                            && Ed25519.verifyPrehash(
                                    signature,
                                    0,
                                    der,
                                    der.length - Ed25519.PUBLIC_KEY_SIZE,
                                    new byte[0],
                                    digest,
                                    0);
                }
            };
        } catch (GeneralSecurityException e) {
            return false; // not even of the form of a signature
        }
    }

    private int digestSize() {
        return switch (algorithm) {
            case ECDSA_P256, RSA_2048, RSA_3072, RSA_4096 -> 32;
            case ECDSA_P384 -> 48;
            case ECDSA_P521, ED25519, ED25519_PH -> 64;
        };
    }

    /** What PKCS#1 signs: the digest, and before it in DER that it is of SHA-256. */
    private static byte[] sha256Info(byte[] digest) {
        byte[] info = Arrays.copyOf(SHA256_INFO, SHA256_INFO.length + digest.length);
        System.arraycopy(digest, 0, info, SHA256_INFO.length, digest.length);
        return info;
    }

    private boolean verifies(KeyAlgorithm way, byte[] message, byte[] signature) {
        try {
            Signature check = way.newSignature();
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // not even of the form of a signature
        }
    }
}
