package dev.cooper.trust.keyless;

import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.PublicKeys;

import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What logs are shown to verify a signature with, and keep.
 *
 * @param key that verifies it
 * @param algorithm how it signs
 * @param certificate of the key, which is shown instead of it when there is one
 */
record Shown(PublicKey key, KeyAlgorithm algorithm, Optional<X509> certificate) {
    /** As logs of version 1 want it. */
    String pem() {
        return certificate.map(X509::pem).orElseGet(() -> PublicKeys.pem(key));
    }

    /** As logs of version 2 want it. */
    Map<String, Object> verifier() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                certificate.isPresent() ? "x509Certificate" : "publicKey",
                Map.of(
                        "rawBytes",
                        Base64.getEncoder()
                                .encodeToString(
                                        certificate.map(X509::der).orElseGet(key::getEncoded))));
        json.put("keyDetails", details());
        return json;
    }

    /** The hash that the key signs, in the words of logs of version 1. */
    String hash() {
        return switch (algorithm) {
            case ECDSA_P256, RSA_2048, RSA_3072, RSA_4096, ED25519 -> "sha256";
            case ECDSA_P384 -> "sha384";
            case ECDSA_P521, ED25519_PH -> "sha512";
        };
    }

    private String details() {
        return switch (algorithm) {
            case ECDSA_P256 -> "PKIX_ECDSA_P256_SHA_256";
            case ECDSA_P384 -> "PKIX_ECDSA_P384_SHA_384";
            case ECDSA_P521 -> "PKIX_ECDSA_P521_SHA_512";
            case RSA_2048 -> "PKIX_RSA_PKCS1V15_2048_SHA256";
            case RSA_3072 -> "PKIX_RSA_PKCS1V15_3072_SHA256";
            case RSA_4096 -> "PKIX_RSA_PKCS1V15_4096_SHA256";
            case ED25519 -> "PKIX_ED25519";
            case ED25519_PH -> "PKIX_ED25519_PH";
        };
    }
}
