package dev.cooper.trust.server;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.Pem;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is to be entered in the transparency log, after its signatures were verified. */
final class ProposedEntry {
    private final byte[] body;

    private ProposedEntry(byte[] body) {
        this.body = body;
    }

    /** What is entered: Rekor's form of the kind, in the form of RFC 8785. */
    byte[] body() {
        return body;
    }

    /**
     * Reads and verifies what somebody proposes.
     *
     * @throws SyntaxException when it is damaged or of a kind that is not entered
     * @throws RefusedException when a signature in it does not hold
     */
    static ProposedEntry parse(JsonObject json) {
        String kind = json.string("kind") + " " + json.string("apiVersion");
        Map<String, Object> spec =
                switch (kind) {
                    case "hashedrekord 0.0.1" -> hashed(json.object("spec"));
                    case "dsse 0.0.1" -> envelope(json.object("spec"));
                    default ->
                            throw new SyntaxException(
                                    "entries of the kind "
                                            + kind
                                            + " are not taken; want hashedrekord 0.0.1 or dsse"
                                            + " 0.0.1");
                };
        Map<String, Object> body = new TreeMap<>();
        body.put("apiVersion", json.string("apiVersion"));
        body.put("kind", json.string("kind"));
        body.put("spec", spec);
        return new ProposedEntry(Json.write(body));
    }

    private static Map<String, Object> hashed(JsonObject spec) {
        JsonObject hash = spec.object("data").object("hash");
        JsonObject signature = spec.object("signature");
        byte[] content = base64(signature, "content");
        Shown shown = shown(base64(signature.object("publicKey"), "content"));
        String algorithm = hash.string("algorithm");
        String value = hash.string("value");
        Verifier verifier = Verifier.of(shown.key());
        if (!algorithm.equals("sha256") || verifier.algorithm() != KeyAlgorithm.ECDSA_P256) {
            throw new SyntaxException(
                    "hashedrekord: only SHA-256 and keys on P-256 can be verified by a hash");
        }
        byte[] digest = HexFormat.of().parseHex(Digest.parse("sha256:" + value).hex());
        if (!verifier.verifiesDigest(digest, content)) {
            throw new RefusedException(400, "hashedrekord: the signature does not hold");
        }
        Map<String, Object> json = new TreeMap<>();
        json.put("data", Map.of("hash", hash(value)));
        json.put(
                "signature",
                ordered(
                        "content",
                        text64(content),
                        "publicKey",
                        Map.of("content", text64(bytes(shown.pem())))));
        return json;
    }

    private static Map<String, Object> envelope(JsonObject spec) {
        JsonObject proposed = spec.object("proposedContent");
        String text = proposed.string("envelope");
        Dsse envelope = Dsse.fromJson(JsonObject.parse(bytes(text), "envelope"));
        List<Shown> verifiers = new ArrayList<>();
        for (String one : proposed.strings("verifiers")) {
            verifiers.add(shown(decode(one, "verifiers")));
        }
        List<Map<String, Object>> signatures = new ArrayList<>();
        byte[] signed = Dsse.encode(envelope.payloadType(), envelope.payload());
        for (byte[] signature : envelope.signatures()) {
            Shown by =
                    verifiers.stream()
                            .filter(one -> Verifier.of(one.key()).verifies(signed, signature))
                            .findFirst()
                            .orElseThrow(() ->
                                    new RefusedException(
                                            400, "dsse: a signature holds with no verifier"));
            signatures.add(
                    ordered("signature", text64(signature), "verifier", text64(bytes(by.pem()))));
        }
        if (signatures.isEmpty()) {
            throw new SyntaxException("dsse: nobody signed the envelope");
        }
        Map<String, Object> json = new TreeMap<>();
        json.put("envelopeHash", hash(Digest.sha256(bytes(text)).hex()));
        json.put("payloadHash", hash(Digest.sha256(envelope.payload()).hex()));
        json.put("signatures", signatures);
        return json;
    }

    /**
     * By what a signature is to be verified.
     *
     * @param pem as it is entered
     */
    private record Shown(PublicKey key, String pem) {}

    private static Shown shown(byte[] file) {
        List<Pem> blocks = Pem.parse(file, "public key");
        if (blocks.size() != 1) {
            throw new SyntaxException("public key: want one key or certificate in PEM");
        }
        Pem block = blocks.getFirst();
        PublicKey key =
                switch (block.type()) {
                    case "PUBLIC KEY" -> PublicKeys.ofDer(block.content(), "public key");
                    case "CERTIFICATE" -> X509.parse(block.content(), "certificate").publicKey();
                    default ->
                            throw new SyntaxException(
                                    "public key: want PUBLIC KEY or CERTIFICATE, not "
                                            + block.type());
                };
        return new Shown(key, Pem.of(block.type(), block.content()).text());
    }

    private static Map<String, Object> hash(String value) {
        return ordered("algorithm", "sha256", "value", value);
    }

    private static Map<String, Object> ordered(String a, Object one, String b, Object two) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(a, one);
        json.put(b, two);
        return json;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] base64(JsonObject json, String name) {
        return decode(json.string(name), json.where() + "." + name);
    }

    private static byte[] decode(String text, String where) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(where + " is no base64", e);
        }
    }
}
