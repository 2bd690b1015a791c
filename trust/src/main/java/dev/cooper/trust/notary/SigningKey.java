package dev.cooper.trust.notary;

import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** A private key in memory that signs metadata. */
public final class SigningKey {
    private final PrivateKey key;
    private final TrustKey publicKey;

    private SigningKey(PrivateKey key, TrustKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /** Makes a key as notary makes them: ECDSA over P-256. */
    public static SigningKey generate() {
        return of(KeyPair.generate(KeyAlgorithm.ECDSA_P256));
    }

    /** Takes a pair. */
    public static SigningKey of(KeyPair pair) {
        byte[] pkcs8 = pair.pkcs8();
        try {
            String kind = pair.publicKey().getAlgorithm();
            PrivateKey key =
                    KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return new SigningKey(key, TrustKey.of(pair.publicKey()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // it came from the JDK
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** The key that verifies what it signs. */
    public TrustKey publicKey() {
        return publicKey;
    }

    /** The form of PKCS#8, to be wiped. */
    public byte[] pkcs8() {
        return key.getEncoded();
    }

    /** Signs with a signature that is made for another form, such as that of certificates. */
    byte[] sign(byte[] message, Signature how) {
        try {
            how.initSign(key, new SecureRandom());
            how.update(message);
            return how.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // the key was checked when it was read
        }
    }

    /**
     * Signs metadata.
     *
     * @param keyId under which metadata knows the key
     */
    RoleSignature sign(byte[] message, String keyId) {
        String method =
                switch (publicKey.type()) {
                    case "ecdsa" -> "ecdsa";
                    case "rsa" -> "rsapss";
                    default -> "eddsa";
                };
        try {
            Signature how =
                    switch (method) {
                        case "ecdsa" -> RoleSignature.newEcdsa();
                        case "rsapss" -> RoleSignature.newPss();
                        default -> Signature.getInstance("Ed25519");
                    };
            return new RoleSignature(
                    keyId, method, Base64.getEncoder().encodeToString(sign(message, how)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has these
        }
    }
}
