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
 * An image: its config and its layers, the lowest first.
 *
 * @param mediaType OCI's or Docker's manifest type
 * @param config where the config is
 * @param layers where the layers are
 * @param annotations notes, sorted by key
 * @param subject the manifest this one speaks about, if any
 * @param artifactType what it is, when it is no image
 */
public record ImageManifest(
        String mediaType,
        Descriptor config,
        List<Descriptor> layers,
        Map<String, String> annotations,
        Optional<Descriptor> subject,
        Optional<String> artifactType) {
    /** Copies the collections. */
    public ImageManifest {
        layers = List.copyOf(layers);
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** Makes an OCI manifest with nothing but config and layers. */
    public static ImageManifest of(Descriptor config, List<Descriptor> layers) {
        return new ImageManifest(
                MediaTypes.OCI_MANIFEST,
                config,
                layers,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns this manifest with these annotations and no others. */
    public ImageManifest withAnnotations(Map<String, String> newAnnotations) {
        return new ImageManifest(mediaType, config, layers, newAnnotations, subject, artifactType);
    }

    /**
     * Reads a manifest.
     *
     * @throws SyntaxException when the text is no manifest of this kind
     */
    public static ImageManifest parse(byte[] bytes) {
        return parse(JsonObject.parse(bytes, "manifest"));
    }

    /**
     * Reads a manifest that must be of the type under which it was found.
     *
     * @param found where it is, and as what
     * @throws SyntaxException when the text is no manifest of this kind, or says of itself that it
     *     is something else
     */
    public static ImageManifest parse(byte[] bytes, Descriptor found) {
        JsonObject json = JsonObject.parse(bytes, "manifest");
        ImageManifest manifest = parse(json);
        Documents.checkType(json, found);
        return manifest;
    }

    private static ImageManifest parse(JsonObject json) {
        Documents.checkSchemaVersion(json);
        if (json.has("manifests")) {
            throw new SyntaxException(
                    "manifest: it has a member \"manifests\", so it could be read as an index too");
        }
        String mediaType = json.string("mediaType", MediaTypes.OCI_MANIFEST);
        if (!MediaTypes.isManifest(mediaType)) {
            throw new SyntaxException(
                    "manifest: media type "
                            + Json.excerpt(mediaType)
                            + " is not that of an image manifest");
        }
        return new ImageManifest(
                mediaType,
                Descriptor.fromJson(json.object("config")),
                json.objects("layers").stream().map(Descriptor::fromJson).toList(),
                json.stringMap("annotations"),
                json.optionalObject("subject").map(Descriptor::fromJson),
                json.optionalString("artifactType").filter(text -> !text.isEmpty()));
    }

    /** Writes the manifest; the same manifest always makes the same bytes. */
    public byte[] toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("schemaVersion", 2);
        json.put("mediaType", mediaType);
        artifactType.ifPresent(type -> json.put("artifactType", type));
        json.put("config", config.toMap());
        List<@Nullable Object> list = new ArrayList<>();
        for (Descriptor layer : layers) {
            list.add(layer.toMap());
        }
        json.put("layers", list);
        subject.ifPresent(target -> json.put("subject", target.toMap()));
        if (!annotations.isEmpty()) {
            json.put("annotations", annotations);
        }
        return Json.write(json);
    }
}
