package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** The ways to sign; the size of the key decides which. */
enum Algorithm {
    PS256("PS256", -37, "RSASSA-PSS-SHA-256", 256, 2048),
    PS384("PS384", -38, "RSASSA-PSS-SHA-384", 384, 3072),
    PS512("PS512", -39, "RSASSA-PSS-SHA-512", 512, 4096),
    ES256("ES256", -7, "ECDSA-SHA-256", 256, 256),
    ES384("ES384", -35, "ECDSA-SHA-384", 384, 384),
    ES512("ES512", -36, "ECDSA-SHA-512", 512, 521);

    private final String jws;
    private final int cose;
    private final String text;
    private final int hash;
    private final int bits;

    Algorithm(String jws, int cose, String text, int hash, int bits) {
        this.jws = jws;
        this.cose = cose;
        this.text = text;
        this.hash = hash;
        this.bits = bits;
    }

    String jws() {
        return jws;
    }

    int cose() {
        return cose;
    }

    /** What notation prints for it. */
    String text() {
        return text;
    }

    private boolean isRsa() {
        return jws.startsWith("PS");
    }

    static Algorithm ofJws(String name) {
        return Arrays.stream(values())
                .filter(one -> one.jws.equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new SyntaxException("the algorithm " + name + " is not allowed"));
    }

    static Algorithm ofCose(long number) {
        return Arrays.stream(values())
                .filter(one -> one.cose == number)
                .findFirst()
                .orElseThrow(
                        () -> new SyntaxException("the algorithm " + number + " is not allowed"));
    }

    /**
     * Returns the one way to sign with a key.
     *
     * @return empty when there is none
     */
    static Optional<Algorithm> of(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return find(true, rsa.getModulus().bitLength());
        }
        return key instanceof ECPublicKey curve
                ? find(false, curve.getParams().getCurve().getField().getFieldSize())
                : Optional.empty();
    }

    private static Optional<Algorithm> find(boolean rsa, int bits) {
        return Arrays.stream(values())
                .filter(one -> one.isRsa() == rsa && one.bits == bits)
                .findFirst();
    }

    /** Hashes with the hash that goes with it, as time stamps want it. */
    byte[] hash(byte[] content) {
        Digest digest =
                switch (hash) {
                    case 256 -> new SHA256Digest();
                    case 384 -> new SHA384Digest();
                    default -> new SHA512Digest();
                };
        byte[] made = new byte[digest.getDigestSize()];
        digest.update(content, 0, content.length);
        digest.doFinal(made, 0);
        return made;
    }

    private Signature signature() throws GeneralSecurityException {
        if (!isRsa()) {
            return Signature.getInstance("SHA" + hash + "withECDSAinP1363Format");
        }
        Signature made = Signature.getInstance("RSASSA-PSS");
        made.setParameter(
                new PSSParameterSpec(
                        "SHA-" + hash,
                        "MGF1",
                        new MGF1ParameterSpec("SHA-" + hash),
                        hash / 8,
                        PSSParameterSpec.TRAILER_FIELD_BC));
        return made;
    }

    byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature made = signature();
            made.initSign(key);
            made.update(message);
            return made.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // the key was checked when it was read
        }
    }

    boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature check = signature();
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // not even of the form of a signature, or a key of another kind
        }
    }
}
