package dev.cooper.trust.notation;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an envelope signs: which artifact, and what the signer notes of it.
 *
 * @param mediaType of the artifact's manifest
 * @param digest of the artifact's manifest
 * @param size of the artifact's manifest, in bytes
 * @param metadata what the signer notes
 */
public record Payload(
        String mediaType, Digest digest, long size, SortedMap<String, String> metadata) {
    /** The type of the payload. */
    static final String MEDIA_TYPE = "application/vnd.cncf.notary.payload.v1+json";

    private static final String RESERVED = "io.cncf.notary";

    /** Copies the metadata. */
    public Payload {
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /**
     * Makes what signs an artifact.
     *
     * @throws SyntaxException when the metadata has names that the Notary Project keeps to itself
     */
    static Payload of(Descriptor artifact, Map<String, String> metadata) {
        for (String name : metadata.keySet()) {
            if (name.startsWith(RESERVED)) {
                throw new SyntaxException(
                        "metadata "
                                + name
                                + ": names that begin with "
                                + RESERVED
                                + " are reserved");
            }
        }
        return new Payload(
                artifact.mediaType(), artifact.digest(), artifact.size(), new TreeMap<>(metadata));
    }

    /**
     * Reads a payload.
     *
     * @throws SyntaxException when it is none
     */
    static Payload parse(byte[] json) {
        JsonObject artifact = JsonObject.parse(json, "payload").object("targetArtifact");
        return new Payload(
                artifact.string("mediaType"),
                Digest.parse(artifact.string("digest")),
                artifact.integer("size"),
                artifact.stringMap("annotations"));
    }

    byte[] toJson() {
        Map<String, @Nullable Object> artifact = new TreeMap<>();
        artifact.put("mediaType", mediaType);
        artifact.put("digest", digest.toString());
        artifact.put("size", size);
        if (!metadata.isEmpty()) {
            artifact.put("annotations", metadata);
        }
        return Json.write(Map.of("targetArtifact", artifact));
    }

    /** Tells whether it is about this artifact and no other. */
    boolean isOf(Descriptor artifact) {
        return digest.equals(artifact.digest())
                && size == artifact.size()
                && mediaType.equals(artifact.mediaType());
    }
}
