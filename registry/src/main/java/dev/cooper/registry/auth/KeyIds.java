package dev.cooper.registry.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;

import dev.cooper.oci.Digest;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** By which names tokens speak of a key that has no name of its own. */
final class KeyIds {
    /** What X.509 writes before the 32 bytes of an Ed25519 key. */
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LIBTRUST_BYTES = 30;

    private KeyIds() {}

    /** The thumbprint of RFC 7638, and the fingerprint that Docker's first token servers use. */
    static List<String> of(PublicKey key) {
        List<String> ids = new ArrayList<>();
        ids.add(libtrust(key));
        try {
            if (key instanceof RSAPublicKey rsa) {
                ids.add(new RSAKey.Builder(rsa).build().computeThumbprint().toString());
            } else if (key instanceof ECPublicKey ec) {
                Curve curve = Curve.forECParameterSpec(ec.getParams());
                ids.add(new ECKey.Builder(curve, ec).build().computeThumbprint().toString());
            }
        } catch (JOSEException | IllegalArgumentException e) {
            // a curve that has no thumbprint
        }
        return ids;
    }

    /** The first 240 bits of the SHA-256, in base 32, a colon after every four characters. */
    static String libtrust(PublicKey key) {
        byte[] hash = HexFormat.of().parseHex(Digest.sha256(key.getEncoded()).hex());
        StringBuilder text = new StringBuilder();
        long buffer = 0;
        int bits = 0;
        for (int i = 0; i < LIBTRUST_BYTES; i++) {
            buffer = (buffer << 8) | (hash[i] & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                if (text.length() % 5 == 4) {
                    text.append(':');
                }
                text.append(BASE32.charAt((int) (buffer >> bits) & 31));
            }
        }
        return text.toString();
    }

    /** The key of a pair for Ed25519; empty for other curves. */
    static Optional<PublicKey> ed25519(OctetKeyPair pair) throws JOSEException {
        byte[] raw = pair.getDecodedX();
        if (!Curve.Ed25519.equals(pair.getCurve()) || raw.length != 32) {
            return Optional.empty();
        }
        byte[] encoded = new byte[ED25519_HEAD.length + raw.length];
        System.arraycopy(ED25519_HEAD, 0, encoded, 0, ED25519_HEAD.length);
        System.arraycopy(raw, 0, encoded, ED25519_HEAD.length, raw.length);
        try {
            return Optional.of(
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new JOSEException(e.getMessage(), e);
        }
    }
}
