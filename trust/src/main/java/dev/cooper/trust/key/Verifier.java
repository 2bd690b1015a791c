package dev.cooper.trust.key;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/**
 * A public key and how it verifies.
 *
 * @param key the key
 * @param algorithm one that goes with the key
 */
public record Verifier(PublicKey key, KeyAlgorithm algorithm) {
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

    /** Tells whether a signature is of this key over what has this SHA-256; only P-256 can tell. */
    public boolean verifiesDigest(byte[] digest, byte[] signature) {
        if (algorithm != KeyAlgorithm.ECDSA_P256) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("NONEwithECDSA");
            check.initVerify(key);
            check.update(digest);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // not even of the form of a signature
        }
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
