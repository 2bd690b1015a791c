package dev.cooper.trust.cosign;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Signer;
import dev.cooper.trust.verdict.Check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A key's signature of a file: alone, in a bundle, or in the file that cosign 2 called so. */
public final class BlobSignature {
    private final byte[] signature;
    private final Optional<String> digest;

    private BlobSignature(byte[] signature, Optional<String> digest) {
        this.signature = signature;
        this.digest = digest;
    }

    /**
     * Signs a file.
     *
     * @throws IOException when what keeps the key cannot be reached, or refuses
     */
    public static BlobSignature sign(byte[] content, Signer signer) throws IOException {
        return new BlobSignature(signer.sign(content), Optional.of(base64(content)));
    }

    /** The SHA-256 of a file in base64. */
    private static String base64(byte[] content) {
        return encode(HexFormat.of().parseHex(Digest.sha256(content).hex()));
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns the signature in base64. */
    public String text() {
        return encode(signature);
    }

    /** Returns the signature itself. */
    public byte[] bytes() {
        return signature.clone();
    }

    /** Returns a bundle with the signature of a file that has just been signed by a key. */
    public byte[] bundle(Signer signer) {
        byte[] name = HexFormat.of().parseHex(PublicKeys.digest(signer.publicKey()).hex());
        Map<String, Object> message = new LinkedHashMap<>();
        Map<String, Object> digested = new LinkedHashMap<>();
        digested.put("algorithm", "SHA2_256");
        digested.put("digest", digest.orElseThrow());
        message.put("messageDigest", digested);
        message.put("signature", text());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", Bundle.MEDIA_TYPE);
        json.put("verificationMaterial", Map.of("publicKey", Map.of("hint", encode(name))));
        json.put("messageSignature", message);
        return Json.write(json);
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
        try {
            return new BlobSignature(Base64.getDecoder().decode(text), Optional.empty());
        } catch (IllegalArgumentException _) {
            return new BlobSignature(file, Optional.empty());
        }
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
            return new BlobSignature(decode(json, "base64Signature"), Optional.empty());
        }
        String type = json.string("mediaType");
        if (!type.startsWith(Bundle.PREFIX)) {
            throw new SyntaxException(where + ": unknown media type \"" + type + "\"");
        }
        if (json.has("dsseEnvelope")) {
            throw new SyntaxException(
                    where + ": it holds a statement, no signature of a file's bytes");
        }
        JsonObject message = json.object("messageSignature");
        JsonObject digest = message.object("messageDigest");
        if (!digest.string("algorithm").equals("SHA2_256")) {
            throw new SyntaxException(
                    where + ": unknown digest " + digest.string("algorithm") + ", want SHA2_256");
        }
        return new BlobSignature(
                decode(message, "signature"), Optional.of(digest.string("digest")));
    }

    private static byte[] decode(JsonObject json, String name) {
        try {
            return Base64.getDecoder().decode(json.string(name));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(json.where() + ": " + name + " is no base64", e);
        }
    }

    /** Checks that it is a signature of this file, by one who is trusted. */
    public Check check(byte[] content, Trusted trusted) {
        List<Check> checks = new ArrayList<>();
        digest.ifPresent(noted ->
                checks.add(
                        Check.of(
                                "digest",
                                noted.equals(base64(content)),
                                "it is about this file",
                                "it is about another file")));
        checks.add(trusted.layer(content, signature, Map.of()));
        return Check.all("signature-blob", checks);
    }
}
