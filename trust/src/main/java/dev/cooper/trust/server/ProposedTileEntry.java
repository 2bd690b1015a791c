package dev.cooper.trust.server;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is to be entered in a log of Rekor 2, after its signatures were verified. */
final class ProposedTileEntry {
    /** Of both kinds. */
    static final String VERSION = "0.0.2";

    private final String kind;
    private final byte[] body;

    private ProposedTileEntry(String kind, byte[] body) {
        this.kind = kind;
        this.body = body;
    }

    String kind() {
        return kind;
    }

    /** What is entered, in the form of RFC 8785. */
    byte[] body() {
        return body;
    }

    /**
     * Reads and verifies what somebody proposes.
     *
     * @throws SyntaxException when it is damaged or of a kind that is not entered
     * @throws RefusedException when a signature in it does not hold
     */
    static ProposedTileEntry parse(JsonObject json) {
        if (json.has("hashedRekordRequestV002") == json.has("dsseRequestV002")) {
            throw new SyntaxException(
                    "want one of hashedRekordRequestV002 and dsseRequestV002; other kinds are not"
                            + " taken");
        }
        return json.has("dsseRequestV002")
                ? entry("dsse", "dsseV002", envelope(json.object("dsseRequestV002")))
                : entry(
                        "hashedrekord",
                        "hashedRekordV002",
                        hashed(json.object("hashedRekordRequestV002")));
    }

    private static ProposedTileEntry entry(String kind, String name, Map<String, Object> content) {
        Map<String, Object> body = new TreeMap<>();
        body.put("apiVersion", VERSION);
        body.put("kind", kind);
        body.put("spec", Map.of(name, content));
        return new ProposedTileEntry(kind, Json.write(body));
    }

    private static Map<String, Object> hashed(JsonObject request) {
        byte[] digest = base64(request, "digest");
        JsonObject signature = request.object("signature");
        byte[] content = base64(signature, "content");
        By by = by(signature.object("verifier"));
        if (by.verifier().algorithm() == KeyAlgorithm.ED25519) {
            throw new SyntaxException(
                    "hashedrekord: what Ed25519 signed cannot be verified by a hash; want"
                            + " PKIX_ED25519_PH");
        }
        if (!by.verifier().verifiesDigest(digest, content)) {
            throw new RefusedException(
                    400, "hashedrekord: the signature does not hold over the digest");
        }
        Map<String, Object> json = new TreeMap<>();
        json.put("data", hash(hashOf(by.verifier().algorithm()), digest));
        json.put("signature", signature(content, by));
        return json;
    }

    private static Map<String, Object> envelope(JsonObject request) {
        Dsse envelope = Dsse.fromJson(request.object("envelope"));
        byte[] signed = Dsse.encode(envelope.payloadType(), envelope.payload());
        List<By> verifiers = new ArrayList<>();
        request.objects("verifiers").forEach(one -> verifiers.add(by(one)));
        List<Map<String, Object>> signatures = new ArrayList<>();
        for (byte[] one : envelope.signatures()) {
            By by =
                    verifiers.stream()
                            .filter(known -> known.verifier().verifies(signed, one))
                            .findFirst()
                            .orElseThrow(() ->
                                    new RefusedException(
                                            400, "dsse: a signature holds with no verifier"));
            signatures.add(signature(one, by));
        }
        if (signatures.isEmpty()) {
            throw new SyntaxException("dsse: nobody signed the envelope");
        }
        byte[] payload = Digest.Algorithm.SHA256.newMessageDigest().digest(envelope.payload());
        Map<String, Object> json = new TreeMap<>();
        json.put("payloadHash", hash("SHA2_256", payload));
        json.put("signatures", signatures);
        return json;
    }

    /**
     * By what a signature is to be verified.
     *
     * @param json as it is entered
     */
    private record By(Verifier verifier, Map<String, Object> json) {}

    private static By by(JsonObject json) {
        if (json.has("x509Certificate") == json.has("publicKey")) {
            throw new SyntaxException(json.where() + ": want one of x509Certificate and publicKey");
        }
        String name = json.has("publicKey") ? "publicKey" : "x509Certificate";
        byte[] der = base64(json.object(name), "rawBytes");
        PublicKey key =
                name.equals("publicKey")
                        ? PublicKeys.ofDer(der, name)
                        : X509.parse(der, name).publicKey();
        String details = json.string("keyDetails");
        Map<String, Object> entered = new TreeMap<>();
        entered.put("keyDetails", details);
        entered.put(name, Map.of("rawBytes", text64(der)));
        return new By(new Verifier(key, algorithm(key, details)), entered);
    }

    private static KeyAlgorithm algorithm(PublicKey key, String details) {
        KeyAlgorithm usual = KeyAlgorithm.of(key);
        if (details.equals("PKIX_ED25519_PH") && usual == KeyAlgorithm.ED25519) {
            return KeyAlgorithm.ED25519_PH;
        }
        if (!details.equals(details(usual))) {
            throw new SyntaxException(
                    "keyDetails: " + details + " is not how the key signs, " + details(usual));
        }
        return usual;
    }

    private static String details(KeyAlgorithm algorithm) {
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

    private static String hashOf(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case ECDSA_P256, RSA_2048, RSA_3072, RSA_4096 -> "SHA2_256";
            case ECDSA_P384 -> "SHA2_384";
            case ECDSA_P521, ED25519, ED25519_PH -> "SHA2_512";
        };
    }

    private static Map<String, Object> hash(String algorithm, byte[] digest) {
        Map<String, Object> json = new TreeMap<>();
        json.put("algorithm", algorithm);
        json.put("digest", text64(digest));
        return json;
    }

    private static Map<String, Object> signature(byte[] content, By by) {
        Map<String, Object> json = new TreeMap<>();
        json.put("content", text64(content));
        json.put("verifier", by.json());
        return json;
    }

    private static String text64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] base64(JsonObject json, String name) {
        try {
            return Base64.getDecoder().decode(json.string(name));
        } catch (IllegalArgumentException e) {
            throw e instanceof SyntaxException own
                    ? own
                    : new SyntaxException(json.where() + "." + name + " is no base64", e);
        }
    }
}
