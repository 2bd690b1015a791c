package dev.cooper.trust.key;

import dev.cooper.oci.SyntaxException;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;

/** A private key in memory with its public one. Its files are cosign's, or PEM in the clear. */
public final class KeyPair implements Signer {
    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final KeyAlgorithm algorithm;

    private KeyPair(PrivateKey privateKey, PublicKey publicKey, KeyAlgorithm algorithm) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.algorithm = algorithm;
    }

    /** Where a password comes from; asked only when a key has one. */
    public interface Password {
        /** Returns its bytes, which the caller wipes. */
        byte[] ask();
    }

    /** Makes a new pair. */
    public static KeyPair generate(KeyAlgorithm algorithm) {
        try {
            String kind = algorithm.isRsa() ? "RSA" : algorithm.isEdwards() ? "Ed25519" : "EC";
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(parameters(algorithm));
            java.security.KeyPair pair = generator.generateKeyPair();
            return new KeyPair(pair.getPrivate(), pair.getPublic(), algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has these
        }
    }

    private static AlgorithmParameterSpec parameters(KeyAlgorithm algorithm) {
        if (algorithm.isRsa()) {
            return new RSAKeyGenParameterSpec(algorithm.bits(), RSAKeyGenParameterSpec.F4);
        }
        return algorithm.isEdwards()
                ? NamedParameterSpec.ED25519
                : new ECGenParameterSpec("secp" + algorithm.bits() + "r1");
    }

    /**
     * Reads a key file: cosign's, or one in the clear (PKCS#8, PKCS#1, SEC1).
     *
     * @param where the file, for messages
     * @throws SyntaxException when it holds no private key, the password is wrong, or the key is of
     *     another kind
     */
    public static KeyPair parse(byte[] file, String where, Password password) {
        List<Pem> blocks = Pem.parse(file, where);
        for (Pem block : blocks) {
            if (EncryptedKey.is(block)) {
                byte[] secret = password.ask();
                try {
                    return ofPkcs8(EncryptedKey.open(block, secret, where), where);
                } finally {
                    PrivateKeys.wipe(secret);
                }
            }
            if (PrivateKeys.isPlain(block)) {
                return ofPkcs8(PrivateKeys.pkcs8(block, where), where);
            }
        }
        throw new SyntaxException(
                where
                        + " holds no private key but "
                        + blocks.getFirst().type()
                        + "; want "
                        + EncryptedKey.TYPE
                        + ", PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY");
    }

    /**
     * Reads a key in the form of PKCS#8, and wipes it.
     *
     * @param where what is read, for messages
     * @throws SyntaxException when it is damaged or of another kind
     */
    public static KeyPair ofPkcs8(byte[] pkcs8, String where) {
        try {
            PrivateKey key = PrivateKeys.read(pkcs8, where);
            PublicKey other = PublicKeys.of(key, where);
            return new KeyPair(key, other, KeyAlgorithm.of(other));
        } finally {
            PrivateKeys.wipe(pkcs8);
        }
    }

    /** Returns the private key in the form of PKCS#8, to be wiped. */
    public byte[] pkcs8() {
        return privateKey.getEncoded();
    }

    /** Returns the same pair, signing in another way that goes with it. */
    public KeyPair signing(KeyAlgorithm way) {
        if (way.isRsa() != algorithm.isRsa()
                || way.isEdwards() != algorithm.isEdwards()
                || way.bits() != algorithm.bits()) {
            throw new SyntaxException(
                    "a key for " + algorithm.id() + " cannot sign as " + way.id());
        }
        return new KeyPair(privateKey, publicKey, way);
    }

    /** Returns cosign's file of the private key under a password. */
    public String sealed(byte[] password) {
        byte[] pkcs8 = privateKey.getEncoded();
        try {
            return EncryptedKey.seal(pkcs8, password, new SecureRandom()).text();
        } finally {
            PrivateKeys.wipe(pkcs8);
        }
    }

    @Override
    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = algorithm.newSignature();
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // the key was checked when it was read
        }
    }
}
