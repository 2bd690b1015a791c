package dev.cooper.trust.key;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

import org.bouncycastle.crypto.digests.SHA384Digest;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdDSAParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ways to sign, with sigstore's names for them; each goes with one kind and size of key. */
public enum KeyAlgorithm {
    /** ECDSA over P-256 with SHA-256; signatures in ASN.1. */
    ECDSA_P256("ecdsa-sha2-256-nistp256", "SHA256withECDSA", 256),
    /** ECDSA over P-384 with SHA-384; signatures in ASN.1. */
    ECDSA_P384("ecdsa-sha2-384-nistp384", "SHA384withECDSA", 384),
    /** ECDSA over P-521 with SHA-512; signatures in ASN.1. */
    ECDSA_P521("ecdsa-sha2-512-nistp521", "SHA512withECDSA", 521),
    /** RSA of 2048 bits, PKCS#1 v1.5 with SHA-256. */
    RSA_2048("rsa-sign-pkcs1-2048-sha256", "SHA256withRSA", 2048),
    /** RSA of 3072 bits, PKCS#1 v1.5 with SHA-256. */
    RSA_3072("rsa-sign-pkcs1-3072-sha256", "SHA256withRSA", 3072),
    /** RSA of 4096 bits, PKCS#1 v1.5 with SHA-256. */
    RSA_4096("rsa-sign-pkcs1-4096-sha256", "SHA256withRSA", 4096),
    /** Ed25519 over the message itself. */
    ED25519("ed25519", "Ed25519", 255),
    /** Ed25519 over the SHA-512 of the message (RFC 8032, Ed25519ph without a context). */
    ED25519_PH("ed25519-ph", "Ed25519", 255);

    private final String id;
    private final String signature;
    private final int bits;

    KeyAlgorithm(String id, String signature, int bits) {
        this.id = id;
        this.signature = signature;
        this.bits = bits;
    }

    /** Returns sigstore's name for it. */
    public String id() {
        return id;
    }

    /** Returns the size of the key, in bits. */
    int bits() {
        return bits;
    }

    boolean isRsa() {
        return signature.endsWith("RSA");
    }

    boolean isEdwards() {
        return signature.equals("Ed25519");
    }

    /**
     * Reads sigstore's name.
     *
     * @throws SyntaxException when there is no such algorithm
     */
    public static KeyAlgorithm parse(String id) {
        return Arrays.stream(values())
                .filter(one -> one.id.equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new SyntaxException(
                                "unknown algorithm \""
                                        + id
                                        + "\"; there are "
                                        + Arrays.stream(values())
                                                .map(KeyAlgorithm::id)
                                                .collect(Collectors.joining(", "))));
    }

    /**
     * Returns how a key signs when nobody says it: Ed25519 over the message itself.
     *
     * @throws SyntaxException when nothing here goes with the key
     */
    public static KeyAlgorithm of(PublicKey key) {
        return candidate(key)
                .orElseThrow(() ->
                        new SyntaxException(
                                "a key of the kind "
                                        + describe(key)
                                        + " is not supported; want ECDSA over P-256, P-384"
                                        + " or P-521, RSA of 2048, 3072 or 4096 bits, or"
                                        + " Ed25519"));
    }

    private static Optional<KeyAlgorithm> candidate(PublicKey key) {
        if (key instanceof ECPublicKey curve) {
            int size = curve.getParams().getCurve().getField().getFieldSize();
            return sized(List.of(ECDSA_P256, ECDSA_P384, ECDSA_P521), size);
        }
        if (key instanceof RSAPublicKey rsa) {
            int size = rsa.getModulus().bitLength();
            return sized(List.of(RSA_2048, RSA_3072, RSA_4096), size);
        }
        return isEd25519(key) ? Optional.of(ED25519) : Optional.empty();
    }

    private static Optional<KeyAlgorithm> sized(List<KeyAlgorithm> some, int bits) {
        return some.stream().filter(one -> one.bits == bits).findFirst();
    }

    private static boolean isEd25519(PublicKey key) {
        return key instanceof EdECPublicKey edwards
                && edwards.getParams().getName().equals("Ed25519");
    }

    private static String describe(PublicKey key) {
        return key instanceof RSAPublicKey rsa
                ? "RSA of " + rsa.getModulus().bitLength() + " bits"
                : key.getAlgorithm();
    }

    /**
     * Returns the hash of a message that is signed.
     *
     * @throws IllegalStateException of Ed25519 over the message itself, which has none
     */
    public byte[] hash(byte[] message) {
        return switch (this) {
            case ECDSA_P256, RSA_2048, RSA_3072, RSA_4096 ->
                    Digest.Algorithm.SHA256.newMessageDigest().digest(message);
            case ECDSA_P384 -> {
                SHA384Digest function = new SHA384Digest();
                byte[] hash = new byte[function.getDigestSize()];
                function.update(message, 0, message.length);
                function.doFinal(hash, 0);
                yield hash;
            }
            case ECDSA_P521, ED25519_PH ->
                    Digest.Algorithm.SHA512.newMessageDigest().digest(message);
            case ED25519 -> throw new IllegalStateException("Ed25519 signs no hash");
        };
    }

    /** A signature that is still to be told the key. */
    Signature newSignature() throws GeneralSecurityException {
        Signature made = Signature.getInstance(signature);
        if (this == ED25519_PH) {
            made.setParameter(new EdDSAParameterSpec(true));
        }
        return made;
    }
}
