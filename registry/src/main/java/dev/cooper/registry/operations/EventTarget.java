package dev.cooper.registry.operations;

import dev.cooper.oci.Digest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an event is about.
 *
 * @param mediaType empty where something is gone
 * @param digest empty when a tag is gone
 * @param size in bytes; 0 where something is gone
 * @param kind {@code manifests} or {@code blobs}, for the address
 * @param references descriptors that a manifest has, empty unless they are asked for
 */
record EventTarget(
        String repository,
        String kind,
        String mediaType,
        Optional<Digest> digest,
        long size,
        Optional<String> fromRepository,
        Optional<String> tag,
        List<Map<String, Object>> references) {
    static final String BLOB_TYPE = "application/octet-stream";

    static EventTarget blob(String repository, Digest digest, long size) {
        return new EventTarget(
                repository,
                "blobs",
                BLOB_TYPE,
                Optional.of(digest),
                size,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    static EventTarget manifest(
            String repository, String mediaType, Digest digest, long size, Optional<String> tag) {
        return new EventTarget(
                repository,
                "manifests",
                mediaType,
                Optional.of(digest),
                size,
                Optional.empty(),
                tag,
                List.of());
    }

    static EventTarget gone(String repository, Optional<Digest> digest, Optional<String> tag) {
        return new EventTarget(repository, "", "", digest, 0, Optional.empty(), tag, List.of());
    }

    EventTarget mountedFrom(String from) {
        return new EventTarget(
                repository, kind, mediaType, digest, size, Optional.of(from), tag, references);
    }

    EventTarget withReferences(List<Map<String, Object>> found) {
        return new EventTarget(
                repository, kind, mediaType, digest, size, fromRepository, tag, found);
    }

    /** The members of the event, what is empty left out. */
    Map<String, Object> json(String base) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!mediaType.isEmpty()) {
            json.put("mediaType", mediaType);
        }
        digest.ifPresent(value -> json.put("digest", value.toString()));
        if (!kind.isEmpty()) {
            json.put("size", size);
            json.put("length", size);
        }
        json.put("repository", repository);
        fromRepository.ifPresent(value -> json.put("fromRepository", value));
        if (!kind.isEmpty() && digest.isPresent()) {
            json.put("url", base + "/v2/" + repository + "/" + kind + "/" + digest.get());
        }
        tag.ifPresent(value -> json.put("tag", value));
        if (!references.isEmpty()) {
            json.put("references", references);
        }
        return json;
    }
}
