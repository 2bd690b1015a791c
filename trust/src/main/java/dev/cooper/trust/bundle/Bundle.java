package dev.cooper.trust.bundle;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.envelope.Dsse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bundle with an envelope.
 *
 * @param mediaType with its version
 * @param keyHint which key signed it, when it was a key and not a certificate: a name, no proof
 * @param logEntries how many entries of transparency logs it carries
 * @param envelope what is signed, with the signature
 */
public record Bundle(String mediaType, Optional<String> keyHint, int logEntries, Dsse envelope) {
    /** The media type that is written. */
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    /** What the media types of all bundles begin with. */
    public static final String PREFIX = "application/vnd.dev.sigstore.bundle";

    private static final List<String> MEDIA_TYPES =
            List.of(
                    MEDIA_TYPE,
                    "application/vnd.dev.sigstore.bundle+json;version=0.1",
                    "application/vnd.dev.sigstore.bundle+json;version=0.2",
                    "application/vnd.dev.sigstore.bundle+json;version=0.3");

    /** Makes the bundle of what a key signed. */
    public static Bundle ofKey(String hint, Dsse envelope) {
        return new Bundle(MEDIA_TYPE, Optional.of(hint), 0, envelope);
    }

    /**
     * Reads a bundle with an envelope.
     *
     * @throws SyntaxException when it is damaged, of an unknown version, or holds no envelope
     */
    public static Bundle parse(byte[] content) {
        JsonObject json = JsonObject.parse(content, "bundle");
        String mediaType = json.string("mediaType");
        if (!MEDIA_TYPES.contains(mediaType)) {
            throw new SyntaxException("bundle: unknown media type \"" + mediaType + "\"");
        }
        JsonObject material = json.object("verificationMaterial");
        JsonObject envelope =
                json.optionalObject("dsseEnvelope")
                        .orElseThrow(() ->
                                new SyntaxException(
                                        "bundle: it holds no envelope but a signature of a"
                                                + " file"));
        if (json.has("messageSignature")) {
            throw new SyntaxException("bundle: it holds two signatures, which one is meant?");
        }
        Dsse dsse = Dsse.fromJson(envelope);
        if (dsse.signatures().size() != 1) {
            throw new SyntaxException("bundle: its envelope must have one signature");
        }
        return new Bundle(
                mediaType,
                material.optionalObject("publicKey").map(key -> key.string("hint", "")),
                material.objects("tlogEntries").size(),
                dsse);
    }

    /** Returns the bundle of what a key signed as a document. */
    public byte[] toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", mediaType);
        json.put(
                "verificationMaterial", Map.of("publicKey", Map.of("hint", keyHint.orElseThrow())));
        json.put("dsseEnvelope", envelope.toMap());
        return Json.write(json);
    }
}
