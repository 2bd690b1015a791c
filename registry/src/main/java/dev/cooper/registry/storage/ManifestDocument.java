package dev.cooper.registry.storage;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What the registry must know of a manifest; the rest is none of its business and is kept byte for
 * byte.
 *
 * @param mediaType what it is
 * @param blobs the config and the layers that must be here
 * @param children the manifests an index names; they need not be here
 * @param subject what it speaks about
 * @param artifactType what referrers lists call it
 * @param annotations as JSON, for referrers lists
 */
public record ManifestDocument(
        String mediaType,
        Set<Digest> blobs,
        Set<Digest> children,
        Optional<Digest> subject,
        Optional<String> artifactType,
        Optional<String> annotations) {
    /** The largest manifest that is taken, in bytes; what clients and other registries agree on. */
    public static final int LIMIT = 4 << 20;

    private static final int MAX_MEDIA_TYPE = 255;

    /**
     * Reads a manifest.
     *
     * @param contentType the header of the request, if any
     * @param allowed further media types that are taken, unread
     */
    public static ManifestDocument parse(
            Optional<String> contentType, byte[] bytes, Set<String> allowed) {
        try {
            JsonObject json = JsonObject.parse(bytes, "manifest");
            String mediaType = mediaType(contentType, json);
            boolean index = MediaTypes.isIndex(mediaType);
            if (!index && !MediaTypes.isManifest(mediaType)) {
                checkAllowed(mediaType, allowed);
                return new ManifestDocument(
                        mediaType,
                        Set.of(),
                        Set.of(),
                        subject(json),
                        artifactType(json),
                        annotations(json));
            }
            if (json.integer("schemaVersion") != 2) {
                throw new SyntaxException("manifest: schemaVersion: want 2");
            }
            return index ? index(mediaType, json) : image(mediaType, json);
        } catch (SyntaxException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static String mediaType(Optional<String> contentType, JsonObject json) {
        String inside = json.string("mediaType", "");
        String outside = contentType.map(ManifestDocument::withoutParameters).orElse("");
        if (outside.isEmpty() && inside.isEmpty()) {
            throw new SyntaxException(
                    "manifest: neither the Content-Type of the request nor its mediaType says what"
                            + " it is");
        }
        if (!outside.isEmpty() && !inside.isEmpty() && !outside.equals(inside)) {
            throw new SyntaxException(
                    "manifest: the Content-Type of the request is "
                            + Names.excerpt(outside)
                            + ", its mediaType is "
                            + Names.excerpt(inside));
        }
        String mediaType = outside.isEmpty() ? inside : outside;
        if (mediaType.length() > MAX_MEDIA_TYPE || !isHeaderSafe(mediaType)) {
            throw new SyntaxException("manifest: its media type is malformed");
        }
        return mediaType;
    }

    private static boolean isHeaderSafe(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static String withoutParameters(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    private static void checkAllowed(String mediaType, Set<String> allowed) {
        if (mediaType.startsWith("application/vnd.docker.distribution.manifest.v1+")) {
            throw new ApiException(
                    ErrorCode.MANIFEST_INVALID,
                    415,
                    "manifests of Docker's schema 1 are not taken: nothing in them can be verified;"
                            + " push again with a client that writes schema 2 or OCI");
        }
        if (!allowed.contains(mediaType)) {
            throw new ApiException(
                    ErrorCode.MANIFEST_INVALID,
                    415,
                    "manifests of type "
                            + Names.excerpt(mediaType)
                            + " are not taken; allow the type in the configuration"
                            + " (cooper.manifests.mediatypes) or push an OCI manifest with an"
                            + " artifactType");
        }
    }

    private static ManifestDocument image(String mediaType, JsonObject json) {
        if (json.has("manifests")) {
            throw new SyntaxException(
                    "manifest: it has a member \"manifests\", so it could be read as an index too");
        }
        Set<Digest> blobs = new LinkedHashSet<>();
        JsonObject config = json.object("config");
        blobs.add(digest(config));
        for (JsonObject layer : json.objects("layers")) {
            Digest digest = digest(layer);
            if (!isElsewhere(layer)) {
                blobs.add(digest);
            }
        }
        Optional<String> artifactType =
                artifactType(json)
                        .filter(type -> !type.isEmpty())
                        .or(() -> Optional.of(config.string("mediaType", "")))
                        .filter(type -> !type.isEmpty() && type.length() <= MAX_MEDIA_TYPE)
                        .filter(ManifestDocument::isLine);
        return new ManifestDocument(
                mediaType, blobs, Set.of(), subject(json), artifactType, annotations(json));
    }

    private static ManifestDocument index(String mediaType, JsonObject json) {
        if (json.has("config") || json.has("layers")) {
            throw new SyntaxException(
                    "index: it has a member \"config\" or \"layers\", so it could be read as an"
                            + " image manifest too");
        }
        Set<Digest> children = new LinkedHashSet<>();
        for (JsonObject child : json.objects("manifests")) {
            children.add(digest(child));
        }
        return new ManifestDocument(
                mediaType,
                Set.of(),
                children,
                subject(json),
                artifactType(json).filter(type -> !type.isEmpty()),
                annotations(json));
    }

    /** Layers that clients fetch from somewhere else and never push. */
    private static boolean isElsewhere(JsonObject layer) {
        return layer.string("mediaType", "").contains(".nondistributable.")
                || layer.string("mediaType", "").contains(".foreign.")
                || !layer.strings("urls").isEmpty();
    }

    private static Digest digest(JsonObject descriptor) {
        if (descriptor.integer("size") < 0) {
            throw new SyntaxException(descriptor.where() + ": its size is negative");
        }
        return Digest.parse(descriptor.string("digest"));
    }

    private static Optional<Digest> subject(JsonObject json) {
        return json.optionalObject("subject").map(ManifestDocument::digest);
    }

    private static Optional<String> annotations(JsonObject json) {
        SortedMap<String, String> annotations = json.stringMap("annotations");
        return annotations.isEmpty()
                ? Optional.empty()
                : Optional.of(Json.writeString(annotations));
    }

    private static Optional<String> artifactType(JsonObject json) {
        Optional<String> type = json.optionalString("artifactType");
        if (type.isPresent() && (type.get().length() > MAX_MEDIA_TYPE || !isLine(type.get()))) {
            throw new SyntaxException("manifest: its artifactType is no media type");
        }
        return type;
    }

    private static boolean isLine(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c != 127 && !Character.isSurrogate((char) c));
    }

    private static ApiException invalid(String message) {
        return new ApiException(ErrorCode.MANIFEST_INVALID, message);
    }
}
