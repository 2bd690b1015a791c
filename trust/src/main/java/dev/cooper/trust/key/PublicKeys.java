package dev.cooper.trust.key;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/** Public keys: PKIX in PEM, and the one that goes with a private key. */
public final class PublicKeys {
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private PublicKeys() {}

    /**
     * Reads the keys of a file, each a block {@code PUBLIC KEY}.
     *
     * @param where the file, for messages
     * @throws SyntaxException when there is none, or one cannot be read
     */
    public static List<PublicKey> parse(byte[] file, String where) {
        List<PublicKey> keys =
                Pem.parse(file, where).stream()
                        .filter(block -> block.type().equals("PUBLIC KEY"))
                        .map(block -> ofDer(block.content(), where))
                        .toList();
        if (keys.isEmpty()) {
            throw new SyntaxException(
                    where + " holds no public key; want -----BEGIN PUBLIC KEY-----");
        }
        return keys;
    }

    /**
     * Reads a key in the form of PKIX.
     *
     * @param where what is read, for messages
     * @throws SyntaxException when it is damaged or of another kind
     */
    public static PublicKey ofDer(byte[] der, String where) {
        for (String kind : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException _) {
                // of another kind
            }
        }
        throw new SyntaxException(
                where + ": the public key is damaged, or neither EC, RSA nor Ed25519");
    }

    /** Returns the key as a PEM file. */
    public static String pem(PublicKey key) {
        return Pem.of("PUBLIC KEY", key.getEncoded()).text();
    }

    /** Returns the SHA-256 of the key in the form of PKIX, by which logs and bundles name it. */
    public static Digest digest(PublicKey key) {
        return Digest.sha256(key.getEncoded());
    }

    /**
     * Returns the key that verifies what a private key signs.
     *
     * @throws SyntaxException when the private key is of a kind that is not supported
     */
    static PublicKey of(PrivateKey key, String where) {
        try {
            return switch (key) {
                case ECPrivateKey curve -> ofCurve(curve, where);
                case RSAPrivateCrtKey rsa ->
                        KeyFactory.getInstance("RSA")
                                .generatePublic(
                                        new RSAPublicKeySpec(
                                                rsa.getModulus(), rsa.getPublicExponent()));
                case EdECPrivateKey edwards -> ofEdwards(edwards, where);
                default ->
                        throw new SyntaxException(
                                where + ": no public key can be had of this private key");
            };
        } catch (GeneralSecurityException e) {
            throw new SyntaxException(
                    where + ": no public key can be had of it: " + e.getMessage(), e);
        }
    }

    private static PublicKey ofCurve(ECPrivateKey key, String where)
            throws GeneralSecurityException {
        int bits = key.getParams().getCurve().getField().getFieldSize();
        X9ECParameters curve = CustomNamedCurves.getByName("P-" + bits);
        if (curve == null || !curve.getN().equals(key.getParams().getOrder())) {
            throw new SyntaxException(
                    where + ": the key is on another curve than P-256, P-384 and P-521");
        }
        org.bouncycastle.math.ec.ECPoint point =
                new FixedPointCombMultiplier().multiply(curve.getG(), key.getS()).normalize();
        BigInteger x = point.getAffineXCoord().toBigInteger();
        BigInteger y = point.getAffineYCoord().toBigInteger();
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), key.getParams()));
    }

    private static PublicKey ofEdwards(EdECPrivateKey key, String where) {
        byte[] secret = key.getBytes().orElseThrow();
        if (secret.length != Ed25519.SECRET_KEY_SIZE) {
            throw new SyntaxException(where + ": want an Ed25519 key, found " + key.getParams());
        }
        byte[] der = new byte[ED25519_HEAD.length + Ed25519.PUBLIC_KEY_SIZE];
        System.arraycopy(ED25519_HEAD, 0, der, 0, ED25519_HEAD.length);
        Ed25519.generatePublicKey(secret, 0, der, ED25519_HEAD.length);
        PrivateKeys.wipe(secret);
        return ofDer(der, where);
    }
}
