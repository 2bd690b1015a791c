package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Points at content: what it is, its digest and its size (OCI image specification, "Content
 * Descriptors").
 *
 * @param mediaType what the content is
 * @param digest the digest of its bytes
 * @param size how many bytes it has
 * @param annotations notes on it, sorted by key
 * @param platform in an index: what the image runs on
 * @param artifactType for an artifact: what it is
 */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        Map<String, String> annotations,
        Optional<Platform> platform,
        Optional<String> artifactType) {
    /** Refuses a negative size; copies and sorts the annotations. */
    public Descriptor {
        if (size < 0) {
            throw new SyntaxException(
                    "descriptor of " + digest + ": size " + size + " is negative");
        }
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** Makes a descriptor with only the three members every one has. */
    public static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(
                mediaType, digest, size, Map.of(), Optional.empty(), Optional.empty());
    }

    /** Makes a descriptor of bytes that are at hand, with their SHA-256. */
    public static Descriptor of(String mediaType, byte[] content) {
        return of(mediaType, Digest.sha256(content), content.length);
    }

    /** Returns this descriptor with one annotation more. */
    public Descriptor withAnnotation(String key, String value) {
        SortedMap<String, String> more = new TreeMap<>(annotations);
        more.put(key, value);
        return withAnnotations(more);
    }

    /** Returns this descriptor with these annotations and no others. */
    public Descriptor withAnnotations(Map<String, String> newAnnotations) {
        return new Descriptor(mediaType, digest, size, newAnnotations, platform, artifactType);
    }

    /** Returns this descriptor with a platform. */
    public Descriptor withPlatform(Platform newPlatform) {
        return new Descriptor(
                mediaType, digest, size, annotations, Optional.of(newPlatform), artifactType);
    }

    /**
     * Returns media type, digest and size alone, without annotations, platform and artifact type.
     */
    public Descriptor plain() {
        return of(mediaType, digest, size);
    }

    /**
     * Reads a descriptor out of a larger document.
     *
     * @throws SyntaxException when a member is missing or wrong
     */
    public static Descriptor fromJson(JsonObject json) {
        try {
            return new Descriptor(
                    json.string("mediaType"),
                    Digest.parse(json.string("digest")),
                    json.integer("size"),
                    json.stringMap("annotations"),
                    json.optionalObject("platform").map(Platform::fromJson),
                    json.optionalString("artifactType").filter(text -> !text.isEmpty()));
        } catch (SyntaxException e) {
            String message = e.getMessage();
            throw message != null && message.startsWith(json.where())
                    ? e
                    : new SyntaxException(json.where() + ": " + message, e);
        }
    }

    /** Returns the members in the order they are written. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("mediaType", mediaType);
        json.put("digest", digest.toString());
        json.put("size", size);
        if (!annotations.isEmpty()) {
            json.put("annotations", annotations);
        }
        platform.ifPresent(p -> json.put("platform", p.toMap()));
        artifactType.ifPresent(type -> json.put("artifactType", type));
        return json;
    }
}
