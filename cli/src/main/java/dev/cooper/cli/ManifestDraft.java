package dev.cooper.cli;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An index that is put together on this machine before it is pushed.
 *
 * @param name the name that it will have
 * @param entries its images
 */
record ManifestDraft(Reference name, List<Entry> entries) {
    /**
     * One image of it.
     *
     * @param source the name as it was given
     * @param descriptor the manifest with its platform
     */
    record Entry(Reference source, Descriptor descriptor) {}

    ManifestDraft {
        entries = List.copyOf(entries);
    }

    Optional<Entry> find(Reference source) {
        return entries.stream().filter(entry -> entry.source().equals(source)).findFirst();
    }

    /** Puts an entry in the place of the one with the same source, else at the end. */
    ManifestDraft with(Entry added) {
        List<Entry> result = new ArrayList<>();
        boolean replaced = false;
        for (Entry entry : entries) {
            boolean same = entry.source().equals(added.source());
            result.add(same ? added : entry);
            replaced |= same;
        }
        if (!replaced) {
            result.add(added);
        }
        return new ManifestDraft(name, result);
    }

    /** The index to push: of the kind that its first image is of, as docker decides. */
    ImageIndex index() {
        List<Descriptor> manifests = new ArrayList<>();
        for (Entry entry : entries) {
            Platform platform = entry.descriptor().platform().orElse(null);
            if (platform == null || platform.os().isEmpty() || platform.architecture().isEmpty()) {
                throw new SyntaxException(
                        "manifest "
                                + entry.source().familiar()
                                + " must have an OS and an architecture to be pushed; give them"
                                + " with cooper manifest annotate --os OS --arch ARCH");
            }
            manifests.add(entry.descriptor().plain().withPlatform(platform));
        }
        boolean docker =
                !manifests.isEmpty()
                        && manifests.getFirst().mediaType().equals(MediaTypes.DOCKER_MANIFEST);
        return new ImageIndex(
                docker ? MediaTypes.DOCKER_INDEX : MediaTypes.OCI_INDEX,
                manifests,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    byte[] toJson() {
        List<@Nullable Object> list = new ArrayList<>();
        for (Entry entry : entries) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("source", entry.source().toString());
            one.put("descriptor", entry.descriptor().toMap());
            list.add(one);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name.toString());
        json.put("manifests", list);
        return Json.write(json);
    }

    static ManifestDraft parse(byte[] bytes, String where) {
        JsonObject json = JsonObject.parse(bytes, where);
        List<Entry> entries = new ArrayList<>();
        for (JsonObject one : json.objects("manifests")) {
            entries.add(
                    new Entry(
                            Reference.parse(one.string("source")),
                            Descriptor.fromJson(one.object("descriptor"))));
        }
        return new ManifestDraft(Reference.parse(json.string("name")), entries);
    }
}
