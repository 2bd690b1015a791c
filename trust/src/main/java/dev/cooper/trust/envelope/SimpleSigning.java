package dev.cooper.trust.envelope;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What cosign signed before version 3: the digest of an image, in the form of "simple signing".
 *
 * @param dockerReference what the signer called the image; proves nothing
 * @param digest of the image's manifest or index
 * @param annotations what the signer noted
 */
public record SimpleSigning(
        String dockerReference, Digest digest, SortedMap<String, String> annotations) {
    /** The media type of such a payload. */
    public static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

    private static final String TYPE = "cosign container image signature";

    /** Copies the annotations. */
    public SimpleSigning {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /**
     * Reads a payload.
     *
     * @throws SyntaxException when it is none
     */
    public static SimpleSigning parse(byte[] payload) {
        JsonObject json = JsonObject.parse(payload, "payload");
        JsonObject critical = json.object("critical");
        if (!critical.string("type").equals(TYPE)) {
            throw new SyntaxException(
                    "payload: of the type \""
                            + critical.string("type")
                            + "\", want \""
                            + TYPE
                            + "\"");
        }
        SortedMap<String, String> annotations = new TreeMap<>();
        JsonObject optional = json.optionalObject("optional").orElse(null);
        if (optional != null) {
            for (String name : optional.names()) {
                // Others may note what is no text; it cannot be asked for.
                if (optional.get(name) instanceof String text) {
                    annotations.put(name, text);
                }
            }
        }
        return new SimpleSigning(
                critical.object("identity").string("docker-reference", ""),
                Digest.parse(critical.object("image").string("docker-manifest-digest")),
                annotations);
    }

    /** Returns the payload that is signed. */
    public byte[] toJson() {
        Map<String, Object> critical = new LinkedHashMap<>();
        critical.put("identity", Map.of("docker-reference", dockerReference));
        critical.put("image", Map.of("docker-manifest-digest", digest.toString()));
        critical.put("type", TYPE);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("critical", critical);
        json.put("optional", annotations.isEmpty() ? null : annotations);
        return Json.write(json);
    }
}
