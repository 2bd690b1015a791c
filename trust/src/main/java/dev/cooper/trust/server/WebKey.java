package dev.cooper.trust.server;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.PublicKeys;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A key of an issuer of tokens (RFC 7517).
 *
 * @param id by what tokens name it; empty when it has no name
 * @param key the key itself
 * @param algorithm the only one it signs with; empty when that is not said
 */
record WebKey(String id, PublicKey key, String algorithm) {
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int LEAST_BITS = 2048;

    static WebKey parse(JsonObject json) {
        try {
            PublicKey key =
                    switch (json.string("kty")) {
                        case "RSA" -> rsa(json);
                        case "EC" -> curve(json);
                        case "OKP" -> edwards(json);
                        default -> throw new SyntaxException(json.where() + ": unknown kty");
                    };
            return new WebKey(json.string("kid", ""), key, json.string("alg", ""));
        } catch (GeneralSecurityException e) {
            throw new SyntaxException(json.where() + " is damaged: " + e.getMessage(), e);
        }
    }

    private static PublicKey rsa(JsonObject json) throws GeneralSecurityException {
        BigInteger modulus = number(json, "n");
        if (modulus.bitLength() < LEAST_BITS) {
            throw new SyntaxException(json.where() + ": want at least " + LEAST_BITS + " bits");
        }
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, number(json, "e")));
    }

    private static PublicKey curve(JsonObject json) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(
                new ECGenParameterSpec(
                        switch (json.string("crv")) {
                            case "P-256" -> "secp256r1";
                            case "P-384" -> "secp384r1";
                            case "P-521" -> "secp521r1";
                            default -> throw new SyntaxException(json.where() + ": unknown crv");
                        }));
        ECPoint point = new ECPoint(number(json, "x"), number(json, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(
                                point, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private static PublicKey edwards(JsonObject json) {
        if (!json.string("crv").equals("Ed25519")) {
            throw new SyntaxException(json.where() + ": unknown crv");
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.writeBytes(ED25519);
        der.writeBytes(bytes(json, "x"));
        return PublicKeys.ofDer(der.toByteArray(), json.where());
    }

    private static BigInteger number(JsonObject json, String name) {
        return new BigInteger(1, bytes(json, name));
    }

    private static byte[] bytes(JsonObject json, String name) {
        try {
            return Base64.getUrlDecoder().decode(json.string(name));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(json.where() + ": " + name + " is damaged", e);
        }
    }

    /**
     * Tells whether a signature of a token is of this key.
     *
     * @param named the algorithm that the token names; it counts only when it goes with the key
     */
    boolean verifies(String named, byte[] message, byte[] signature) {
        if (!algorithm.isEmpty() && !algorithm.equals(named)) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(java(named));
            if (named.equals("PS256")) {
                check.setParameter(
                        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // not of this kind of key, or not even of the form of a signature
        }
    }

    private String java(String named) throws GeneralSecurityException {
        String wanted =
                switch (key) {
                    case RSAPublicKey _ -> "RS PS";
                    case ECPublicKey curve ->
                            switch (curve.getParams().getOrder().bitLength()) {
                                case 256 -> "ES256";
                                case 384 -> "ES384";
                                default -> "ES512";
                            };
                    case EdECPublicKey _ -> "EdDSA";
                    default -> "";
                };
        boolean isRsa = wanted.equals("RS PS") && named.length() == 5;
        if (!(isRsa ? wanted.contains(named.substring(0, 2)) : wanted.equals(named))) {
            throw new GeneralSecurityException(named);
        }
        return switch (named) {
            case "RS256" -> "SHA256withRSA";
            case "RS384" -> "SHA384withRSA";
            case "RS512" -> "SHA512withRSA";
            case "PS256" -> "RSASSA-PSS";
            case "ES256" -> "SHA256withECDSAinP1363Format";
            case "ES384" -> "SHA384withECDSAinP1363Format";
            case "ES512" -> "SHA512withECDSAinP1363Format";
            case "EdDSA" -> "Ed25519";
            default -> throw new GeneralSecurityException(named);
        };
    }
}
