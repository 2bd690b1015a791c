package dev.cooper.trust.bundle;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Bundle.Content;
import dev.cooper.trust.bundle.Bundle.Material;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.log.InclusionProof;
import dev.cooper.trust.log.LogEntry;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads bundles. */
final class BundleReader {
    private static final int MOST = 32;
    private static final HexFormat HEX = HexFormat.of();

    private BundleReader() {}

    static Bundle read(JsonObject json) {
        String mediaType = json.string("mediaType");
        if (!Bundle.MEDIA_TYPES.contains(mediaType)) {
            throw new SyntaxException("bundle: unknown media type \"" + mediaType + "\"");
        }
        JsonObject material = json.object("verificationMaterial");
        List<LogEntry> entries = new ArrayList<>();
        for (JsonObject entry : few(material, "tlogEntries")) {
            entries.add(entry(entry));
        }
        List<byte[]> stamps = new ArrayList<>();
        JsonObject times = material.optionalObject("timestampVerificationData").orElse(null);
        if (times != null) {
            for (JsonObject stamp : few(times, "rfc3161Timestamps")) {
                stamps.add(bytes(stamp, "signedTimestamp"));
            }
        }
        return new Bundle(mediaType, material(material), entries, stamps, content(json));
    }

    private static Material material(JsonObject json) {
        int kinds = 0;
        for (String kind : List.of("publicKey", "certificate", "x509CertificateChain")) {
            kinds += json.has(kind) ? 1 : 0;
        }
        if (kinds != 1) {
            throw new SyntaxException(
                    json.where()
                            + ": want one of publicKey, certificate and x509CertificateChain,"
                            + " found "
                            + kinds);
        }
        if (json.has("publicKey")) {
            return new Material.KeyHint(json.object("publicKey").string("hint", ""));
        }
        if (json.has("certificate")) {
            return new Material.Certificates(List.of(certificate(json.object("certificate"))));
        }
        List<X509> chain = new ArrayList<>();
        for (JsonObject one : few(json.object("x509CertificateChain"), "certificates")) {
            chain.add(certificate(one));
        }
        if (chain.isEmpty()) {
            throw new SyntaxException(json.where() + ": the certificate chain is empty");
        }
        if (chain.stream().anyMatch(X509::isSelfIssued)) {
            throw new SyntaxException(
                    json.where() + ": the certificate chain holds a root, which no bundle may");
        }
        return new Material.Certificates(chain);
    }

    private static X509 certificate(JsonObject json) {
        return X509.parse(bytes(json, "rawBytes"), json.where());
    }

    private static Content content(JsonObject json) {
        if (json.has("messageSignature") == json.has("dsseEnvelope")) {
            throw new SyntaxException(
                    "bundle: want either an envelope or the signature of a file, found "
                            + (json.has("dsseEnvelope") ? "both" : "neither"));
        }
        if (json.has("dsseEnvelope")) {
            Dsse dsse = Dsse.fromJson(json.object("dsseEnvelope"));
            if (dsse.signatures().size() != 1) {
                throw new SyntaxException("bundle: its envelope must have one signature");
            }
            return new Content.Envelope(dsse);
        }
        JsonObject message = json.object("messageSignature");
        String signature = HEX.formatHex(bytes(message, "signature"));
        return message.optionalObject("messageDigest")
                .map(digest ->
                        new Content.MessageSignature(
                                digest.string("algorithm", ""),
                                digest.has("digest") ? HEX.formatHex(bytes(digest, "digest")) : "",
                                signature))
                .orElseGet(() -> new Content.MessageSignature("", "", signature));
    }

    static LogEntry entry(JsonObject json) {
        Optional<JsonObject> kind = json.optionalObject("kindVersion");
        return new LogEntry(
                number(json, "logIndex"),
                HEX.formatHex(bytes(json.object("logId"), "keyId")),
                kind.map(one -> one.string("kind", "")).orElse(""),
                kind.map(one -> one.string("version", "")).orElse(""),
                number(json, "integratedTime"),
                json.optionalObject("inclusionPromise")
                        .filter(one -> one.has("signedEntryTimestamp"))
                        .map(one -> bytes(one, "signedEntryTimestamp")),
                json.optionalObject("inclusionProof").map(BundleReader::proof),
                Base64.getEncoder().encodeToString(bytes(json, "canonicalizedBody")));
    }

    private static InclusionProof proof(JsonObject json) {
        List<byte[]> hashes = new ArrayList<>();
        for (String hash : json.strings("hashes")) {
            hashes.add(bytes(hash, json.where() + ".hashes"));
        }
        return new InclusionProof(
                number(json, "logIndex"),
                HEX.formatHex(bytes(json, "rootHash")),
                number(json, "treeSize"),
                hashes,
                json.optionalObject("checkpoint")
                        .map(one -> one.string("envelope", ""))
                        .orElse(""));
    }

    /** A number as protobuf's JSON has it: mostly as text, absent when 0. */
    private static long number(JsonObject json, String name) {
        Object value = json.get(name);
        long number;
        try {
            number = value instanceof String text ? Long.parseLong(text) : json.integer(name, 0);
        } catch (NumberFormatException e) {
            throw new SyntaxException(json.where() + ": " + name + " is no whole number", e);
        }
        if (number < 0) {
            throw new SyntaxException(json.where() + ": " + name + " is negative");
        }
        return number;
    }

    private static List<JsonObject> few(JsonObject json, String name) {
        List<JsonObject> all = json.objects(name);
        if (all.size() > MOST) {
            throw new SyntaxException(
                    json.where() + ": " + all.size() + " " + name + ", at most " + MOST);
        }
        return all;
    }

    private static byte[] bytes(JsonObject json, String name) {
        return bytes(json.string(name), json.where() + "." + name);
    }

    private static byte[] bytes(String text, String where) {
        try {
            // Others' tools break it into lines, and others read that.
            return Base64.getDecoder().decode(text.replace("\r", "").replace("\n", ""));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(where + " is no base64", e);
        }
    }
}
