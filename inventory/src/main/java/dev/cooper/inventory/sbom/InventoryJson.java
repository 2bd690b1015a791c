package dev.cooper.inventory.sbom;

import dev.cooper.inventory.Coverage;
import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.Executable;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.Purl;
import dev.cooper.inventory.SoftwarePackage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An inventory in Cooper's own form, which says all that Cooper knows and nothing twice. */
public final class InventoryJson {
    private InventoryJson() {}

    /**
     * The document, to be written by {@link dev.cooper.oci.Json}; its rows are made as they are
     * written.
     *
     * @param coverage left out when it is empty
     */
    public static Map<String, @Nullable Object> of(Sbom sbom, Optional<Coverage> coverage) {
        Distribution distribution = sbom.inventory().distribution();
        boolean isImage = sbom.subject().image().isPresent();
        List<LayeredPackage> found = sbom.inventory().packages();
        Rows packages = new Rows(found.size(), i -> of(found.get(i), distribution, isImage));
        Members document =
                new Members()
                        .put("form", "cooper-inventory-1")
                        .put("subject", subject(sbom.subject()))
                        .put(
                                "distribution",
                                new Members()
                                        .put("id", distribution.id())
                                        .put("version", distribution.version())
                                        .put("codename", distribution.codename())
                                        .put("like", distribution.like())
                                        .put("name", distribution.name()))
                        .put("packages", packages)
                        .put("warnings", sbom.inventory().warnings());
        coverage.ifPresent(each -> document.put("coverage", of(each)));
        return document.json();
    }

    private static Members subject(Subject subject) {
        Members members = new Members().put("name", subject.name());
        subject.image()
                .ifPresent(image -> {
                    List<Map<String, @Nullable Object>> layers = new ArrayList<>();
                    for (Subject.Layer layer : image.layers()) {
                        layers.add(
                                new Members()
                                        .put("diffId", layer.diffId().toString())
                                        .put(
                                                "digest",
                                                layer.digest().map(Object::toString).orElse(""))
                                        .put("origin", layer.origin())
                                        .put("createdBy", layer.createdBy())
                                        .json());
                    }
                    members.put("imageId", image.id().toString())
                            .put("tags", image.repoTags())
                            .put("digests", image.repoDigests())
                            .put("layers", layers);
                });
        return members;
    }

    private static Map<String, @Nullable Object> of(
            LayeredPackage layered, Distribution distribution, boolean isImage) {
        SoftwarePackage found = layered.found();
        Members members =
                new Members()
                        .put("kind", found.kind().purlType())
                        .put("name", found.name())
                        .put("version", found.version())
                        .put("architecture", found.architecture());
        found.source()
                .ifPresent(source ->
                        members.put(
                                "source",
                                new Members()
                                        .put("name", source.name())
                                        .put("version", source.version())));
        members.put("purl", Purl.of(found, distribution).orElse(""))
                .put("licenses", found.licenses())
                .put("maintainer", found.maintainer())
                .put("path", found.place().path())
                .put("inside", found.place().inside())
                .put("fingerprint", found.fingerprint());
        if (isImage) {
            members.put("layer", layered.layer());
        }
        return members.put("needs", found.dependencies()).json();
    }

    private static Members of(Coverage coverage) {
        List<Map<String, @Nullable Object>> unknown = new ArrayList<>();
        for (Executable each : coverage.unknown()) {
            unknown.add(new Members().put("path", each.path()).put("size", each.size()).json());
        }
        return new Members()
                .put("bytes", coverage.bytes())
                .put("knownBytes", coverage.knownBytes())
                .put("unknown", unknown);
    }
}
