package dev.cooper.trust.keyless;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.log.InclusionProof;
import dev.cooper.trust.log.LogEntry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A transparency log: the API of Rekor, version 1. */
final class Rekor implements Log {
    private static final int MOST = 16 << 20;

    private final Web web;
    private final String address;

    Rekor(Web web, String address) {
        this.web = web;
        this.address = address + (address.endsWith("/") ? "" : "/") + "api/v1/log/entries";
    }

    @Override
    public LogEntry enter(byte[] message, byte[] signature, Shown shown) throws IOException {
        if (shown.algorithm() == KeyAlgorithm.ED25519) {
            throw new SyntaxException(
                    "logs of version 1 take no signature of a file by Ed25519 over the file itself;"
                            + " take ed25519-ph or another key");
        }
        Map<String, Object> hash = new LinkedHashMap<>();
        hash.put("algorithm", shown.hash());
        hash.put("value", HexFormat.of().formatHex(shown.algorithm().hash(message)));
        Map<String, Object> signed = new LinkedHashMap<>();
        signed.put("content", base64(signature));
        signed.put("publicKey", Map.of("content", base64(bytes(shown.pem()))));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("data", Map.of("hash", hash));
        spec.put("signature", signed);
        return propose("hashedrekord", spec);
    }

    @Override
    public LogEntry enter(Dsse envelope, Shown shown) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("envelope", new String(envelope.toJson(), StandardCharsets.UTF_8));
        content.put("verifiers", List.of(base64(bytes(shown.pem()))));
        return propose("dsse", Map.of("proposedContent", content));
    }

    private LogEntry propose(String kind, Map<String, Object> spec) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("apiVersion", "0.0.1");
        json.put("kind", kind);
        json.put("spec", spec);
        byte[] answer = web.post(address, "application/json", Json.write(json), MOST);
        try {
            JsonObject all = JsonObject.parse(answer, "answer");
            if (all.names().size() != 1) {
                throw new SyntaxException("it holds " + all.names().size() + " entries");
            }
            return entry(all.object(all.names().getFirst()), kind);
        } catch (SyntaxException e) {
            throw new IOException(address + " gave no entry: " + e.getMessage(), e);
        }
    }

    private static LogEntry entry(JsonObject json, String kind) {
        JsonObject verification = json.object("verification");
        JsonObject proof = verification.object("inclusionProof");
        List<byte[]> hashes = new ArrayList<>();
        for (String hash : proof.strings("hashes")) {
            hashes.add(decodeHex(hash));
        }
        return new LogEntry(
                json.integer("logIndex"),
                json.string("logID"),
                kind,
                "0.0.1",
                json.integer("integratedTime"),
                verification.optionalString("signedEntryTimestamp").map(Rekor::decode),
                Optional.of(
                        new InclusionProof(
                                proof.integer("logIndex"),
                                proof.string("rootHash"),
                                proof.integer("treeSize"),
                                hashes,
                                proof.string("checkpoint"))),
                base64(decode(json.string("body"))));
    }

    private static byte[] decodeHex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("a hash is not hexadecimal", e);
        }
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("something is no base64", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
