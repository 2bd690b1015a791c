package dev.cooper.store.archive;

import dev.cooper.archive.ArchiveException;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Reference;

import java.util.ArrayList;
import java.util.List;

/**
 * One entry of the manifest.json of a docker archive.
 *
 * @param config path of the config
 * @param names the tags
 * @param layers paths of the layers, the lowest first
 */
record DockerManifest(String config, List<Reference> names, List<String> layers) {
    static List<DockerManifest> parse(byte[] json) throws ArchiveException {
        if (!(Json.parse(json) instanceof List<?> entries)) {
            throw new ArchiveException("damaged archive: manifest.json is no list");
        }
        List<DockerManifest> manifests = new ArrayList<>();
        for (Object entry : entries) {
            JsonObject object =
                    JsonObject.of(entry, "manifest.json: entry " + (manifests.size() + 1));
            manifests.add(
                    new DockerManifest(
                            object.string("Config"),
                            object.strings("RepoTags").stream()
                                    .map(Reference::parse)
                                    .map(Reference::withDefaultTag)
                                    .toList(),
                            object.strings("Layers")));
        }
        return manifests;
    }
}
