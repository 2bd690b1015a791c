package dev.cooper.trust.bundle;

import dev.cooper.oci.Json;
import dev.cooper.trust.bundle.Bundle.Content;
import dev.cooper.trust.bundle.Bundle.Material;
import dev.cooper.trust.log.InclusionProof;
import dev.cooper.trust.log.LogEntry;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes bundles, as protobuf's JSON has them: large numbers as text. */
final class BundleWriter {
    private BundleWriter() {}

    static byte[] write(Bundle bundle) {
        Map<String, Object> material = new LinkedHashMap<>();
        switch (bundle.material()) {
            case Material.KeyHint key -> material.put("publicKey", Map.of("hint", key.hint()));
            case Material.Certificates certificates ->
                    material.put(
                            "certificate",
                            Map.of("rawBytes", base64(certificates.chain().getFirst().der())));
        }
        if (!bundle.logEntries().isEmpty()) {
            material.put(
                    "tlogEntries", bundle.logEntries().stream().map(BundleWriter::entry).toList());
        }
        if (!bundle.timestamps().isEmpty()) {
            List<Map<String, String>> stamps =
                    bundle.timestamps().stream()
                            .map(one -> Map.of("signedTimestamp", base64(one)))
                            .toList();
            material.put("timestampVerificationData", Map.of("rfc3161Timestamps", stamps));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", Bundle.MEDIA_TYPE);
        json.put("verificationMaterial", material);
        switch (bundle.content()) {
            case Content.Envelope envelope -> json.put("dsseEnvelope", envelope.dsse().toMap());
            case Content.MessageSignature message -> json.put("messageSignature", message(message));
        }
        return Json.write(json);
    }

    private static Map<String, Object> message(Content.MessageSignature message) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!message.digest().isEmpty()) {
            Map<String, Object> digest = new LinkedHashMap<>();
            digest.put("algorithm", message.algorithm());
            digest.put("digest", hexToBase64(message.digest()));
            json.put("messageDigest", digest);
        }
        json.put("signature", hexToBase64(message.signature()));
        return json;
    }

    private static Map<String, Object> entry(LogEntry entry) {
        Map<String, Object> kind = new LinkedHashMap<>();
        kind.put("kind", entry.kind());
        kind.put("version", entry.version());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("logIndex", Long.toString(entry.index()));
        json.put("logId", Map.of("keyId", hexToBase64(entry.logId())));
        json.put("kindVersion", kind);
        if (entry.integratedTime() > 0) {
            json.put("integratedTime", Long.toString(entry.integratedTime()));
        }
        entry.promise()
                .ifPresent(promise ->
                        json.put(
                                "inclusionPromise",
                                Map.of("signedEntryTimestamp", base64(promise))));
        entry.proof().ifPresent(proof -> json.put("inclusionProof", proof(proof)));
        json.put("canonicalizedBody", entry.body());
        return json;
    }

    private static Map<String, Object> proof(InclusionProof proof) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("logIndex", Long.toString(proof.index()));
        json.put("rootHash", hexToBase64(proof.root()));
        json.put("treeSize", Long.toString(proof.size()));
        json.put("hashes", proof.hashes().stream().map(BundleWriter::base64).toList());
        json.put("checkpoint", Map.of("envelope", proof.checkpoint()));
        return json;
    }

    private static String hexToBase64(String hex) {
        return base64(HexFormat.of().parseHex(hex));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
