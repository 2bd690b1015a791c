package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A list of manifests: an image for several platforms, or the images of an OCI layout.
 *
 * @param mediaType OCI's index type or Docker's manifest list type
 * @param manifests where the manifests are
 * @param annotations notes, sorted by key
 * @param subject the manifest this one speaks about, if any
 * @param artifactType what it is, when it is no image
 */
public record ImageIndex(
        String mediaType,
        List<Descriptor> manifests,
        Map<String, String> annotations,
        Optional<Descriptor> subject,
        Optional<String> artifactType) {
    /** Copies the collections. */
    public ImageIndex {
        manifests = List.copyOf(manifests);
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** Makes an OCI index with nothing but manifests. */
    public static ImageIndex of(List<Descriptor> manifests) {
        return new ImageIndex(
                MediaTypes.OCI_INDEX, manifests, Map.of(), Optional.empty(), Optional.empty());
    }

    /** Returns this index with other manifests. */
    public ImageIndex withManifests(List<Descriptor> newManifests) {
        return new ImageIndex(mediaType, newManifests, annotations, subject, artifactType);
    }

    /**
     * Reads an index.
     *
     * @throws SyntaxException when the text is no index
     */
    public static ImageIndex parse(byte[] bytes) {
        return parse(JsonObject.parse(bytes, "index"));
    }

    /**
     * Reads an index that must be of the type under which it was found.
     *
     * @param found where it is, and as what
     * @throws SyntaxException when the text is no index, or says of itself that it is something
     *     else
     */
    public static ImageIndex parse(byte[] bytes, Descriptor found) {
        JsonObject json = JsonObject.parse(bytes, "index");
        ImageIndex index = parse(json);
        Documents.checkType(json, found);
        return index;
    }

    private static ImageIndex parse(JsonObject json) {
        Documents.checkSchemaVersion(json);
        if (json.has("config") || json.has("layers")) {
            throw new SyntaxException(
                    "index: it has a member \"config\" or \"layers\", so it could be read as an"
                            + " image manifest too");
        }
        String mediaType = json.string("mediaType", MediaTypes.OCI_INDEX);
        if (!MediaTypes.isIndex(mediaType)) {
            throw new SyntaxException(
                    "index: media type " + Json.excerpt(mediaType) + " is not that of an index");
        }
        return new ImageIndex(
                mediaType,
                json.objects("manifests").stream().map(Descriptor::fromJson).toList(),
                json.stringMap("annotations"),
                json.optionalObject("subject").map(Descriptor::fromJson),
                json.optionalString("artifactType").filter(text -> !text.isEmpty()));
    }

    /**
     * Chooses the image that runs best on a platform; attestations are never chosen.
     *
     * @param platform where it shall run
     * @return where its manifest is; empty when none fits
     */
    public Optional<Descriptor> select(Platform platform) {
        Descriptor best = null;
        int bestFit = -1;
        for (Descriptor manifest : manifests) {
            if (!isImage(manifest)) {
                continue;
            }
            int fit = manifest.platform().map(platform::fit).orElse(0);
            if (fit > bestFit) {
                best = manifest;
                bestFit = fit;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Tells whether an entry of an index is an image, and not an attestation about one. */
    public static boolean isImage(Descriptor manifest) {
        return !manifest.annotations().containsKey(Annotations.REFERENCE_TYPE);
    }

    /** Writes the index; the same index always makes the same bytes. */
    public byte[] toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("schemaVersion", 2);
        json.put("mediaType", mediaType);
        artifactType.ifPresent(type -> json.put("artifactType", type));
        List<@Nullable Object> list = new ArrayList<>();
        for (Descriptor manifest : manifests) {
            list.add(manifest.toMap());
        }
        json.put("manifests", list);
        subject.ifPresent(target -> json.put("subject", target.toMap()));
        if (!annotations.isEmpty()) {
            json.put("annotations", annotations);
        }
        return Json.write(json);
    }
}
