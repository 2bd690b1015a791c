package dev.cooper.trust.root;

import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.KeyAlgorithm;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the parts of a trusted root. */
final class RootWriter {
    private RootWriter() {}

    static Map<String, Object> log(TrustedLog log) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("rawBytes", base64(log.verifier().key().getEncoded()));
        key.put("keyDetails", details(log.verifier().algorithm()));
        key.put("validFor", log.period().toMap());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("baseUrl", log.url());
        json.put("hashAlgorithm", "SHA2_256");
        json.put("publicKey", key);
        json.put("logId", Map.of("keyId", base64(HexFormat.of().parseHex(log.id()))));
        return json;
    }

    static Map<String, Object> authority(Authority authority) {
        X509 root = authority.chain().getLast();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subject", subject(root));
        json.put("uri", authority.url());
        json.put(
                "certChain",
                Map.of(
                        "certificates",
                        authority.chain().stream()
                                .map(one -> Map.of("rawBytes", base64(one.der())))
                                .toList()));
        json.put("validFor", authority.period().toMap());
        return json;
    }

    private static Map<String, Object> subject(X509 root) {
        Map<String, Object> subject = new LinkedHashMap<>();
        root.subjectPart("2.5.4.10").ifPresent(name -> subject.put("organization", name));
        root.subjectPart("2.5.4.3").ifPresent(name -> subject.put("commonName", name));
        return subject;
    }

    static String details(KeyAlgorithm algorithm) {
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

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
