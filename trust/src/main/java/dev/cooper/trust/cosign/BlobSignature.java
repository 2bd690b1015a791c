package dev.cooper.trust.cosign;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.verdict.Check;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A signature of a file: alone, in a bundle, or in the file that cosign 2 called so. */
public final class BlobSignature {
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

    private final byte[] signature;
    private final Optional<Bundle> bundle;
    private final Map<String, String> annotations;

    private BlobSignature(
            byte[] signature, Optional<Bundle> bundle, Map<String, String> annotations) {
        this.signature = signature;
        this.bundle = bundle;
        this.annotations = Map.copyOf(annotations);
    }

    /**
     * Reads a signature alone: base64, or the bytes themselves.
     *
     * @param where the file, for messages
     * @throws SyntaxException when it is empty
     */
    public static BlobSignature parse(byte[] file, String where) {
        if (file.length == 0) {
            throw new SyntaxException(where + ": it is empty, no signature");
        }
        String text = new String(file, StandardCharsets.ISO_8859_1).strip();
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            signature = file;
        }
        return new BlobSignature(signature, Optional.empty(), Map.of());
    }

    /**
     * Reads a bundle with the signature of a file, of whatever version.
     *
     * @param where the file, for messages
     * @throws SyntaxException when it is damaged, or holds none
     */
    public static BlobSignature parseBundle(byte[] file, String where) {
        JsonObject json = JsonObject.parse(file, where);
        if (json.has("base64Signature")) { // as cosign 2 wrote them
            return older(json);
        }
        try {
            Bundle bundle = Bundle.parse(file);
            if (bundle.content() instanceof Bundle.Content.Envelope) {
                throw new SyntaxException(
                        "bundle: it holds a statement, no signature of a file's bytes");
            }
            return new BlobSignature(bundle.signature(), Optional.of(bundle), Map.of());
        } catch (SyntaxException e) {
            throw new SyntaxException(where + ": " + e.getMessage(), e);
        }
    }

    private static BlobSignature older(JsonObject json) {
        Map<String, String> annotations = new LinkedHashMap<>();
        if (json.has("rekorBundle")) {
            annotations.put(
                    TrustedRoots.PREFIX + "bundle", Json.writeString(json.get("rekorBundle")));
        }
        BlobSignature alone =
                new BlobSignature(decode(json, "base64Signature"), Optional.empty(), annotations);
        String certificate = json.string("cert", "");
        return certificate.isEmpty()
                ? alone
                : alone.with(certificate.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    private static byte[] decode(JsonObject json, String name) {
        try {
            return Base64.getDecoder().decode(json.string(name));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(json.where() + ": " + name + " is no base64", e);
        }
    }

    /**
     * Adds the certificate of who signed, which a signature alone does not have.
     *
     * @param certificate in PEM or that in base64; a key instead is left out
     * @param chain who issued it, in PEM; may be empty
     */
    public BlobSignature with(byte[] certificate, byte[] chain) {
        Map<String, String> more = new LinkedHashMap<>(annotations);
        String pem = pem(certificate);
        if (pem.contains(CERTIFICATE)) {
            more.put(TrustedRoots.PREFIX + "certificate", pem);
            more.put(TrustedRoots.PREFIX + "chain", new String(chain, StandardCharsets.UTF_8));
        }
        return new BlobSignature(signature, bundle, more);
    }

    /**
     * Adds a time stamp over it.
     *
     * @param file as cosign writes it, JSON
     */
    public BlobSignature withTimestamp(byte[] file) {
        Map<String, String> more = new LinkedHashMap<>(annotations);
        more.put(
                TrustedRoots.PREFIX + "rfc3161timestamp", new String(file, StandardCharsets.UTF_8));
        return new BlobSignature(signature, bundle, more);
    }

    private static String pem(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8).strip();
        try {
            return text.startsWith("-----")
                    ? text
                    : new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /**
     * Checks that it is a signature of this file, by one who is trusted.
     *
     * @throws SyntaxException when what came along is damaged
     */
    public Check check(byte[] content, Trusted trusted) {
        return bundle.map(whole -> trusted.file(whole, content))
                .orElseGet(() -> trusted.layer(content, signature, annotations));
    }
}
