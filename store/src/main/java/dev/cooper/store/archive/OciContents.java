package dev.cooper.store.archive;

import dev.cooper.archive.ArchiveException;
import dev.cooper.oci.Annotations;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.ImageIndex;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.store.Graph;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An archive with an OCI layout. Manifests and layers keep their digests. Names come from the
 * entries of the index, and from a manifest.json beside it, as docker writes both.
 */
final class OciContents {
    private final ArchiveContents contents;
    private final LocalStore store;
    private final Set<Digest> verified = new LinkedHashSet<>();

    OciContents(ArchiveContents contents, LocalStore store) {
        this.contents = contents;
        this.store = store;
    }

    List<FoundContent> all() throws IOException {
        Map<Digest, Descriptor> roots = new LinkedHashMap<>();
        Map<Digest, Set<Reference>> names = new LinkedHashMap<>();
        for (Descriptor entry : ImageIndex.parse(contents.document("index.json")).manifests()) {
            roots.putIfAbsent(entry.digest(), withoutName(entry));
            Set<Reference> held = names.computeIfAbsent(entry.digest(), d -> new LinkedHashSet<>());
            name(entry).ifPresent(held::add);
        }
        Map<Digest, Set<Reference>> byConfig = namesByConfig();
        List<FoundContent> found = new ArrayList<>();
        for (Descriptor root : roots.values()) {
            Optional<Digest> id = verify(root);
            Set<Reference> all = new LinkedHashSet<>(names.getOrDefault(root.digest(), Set.of()));
            id.ifPresent(config -> all.addAll(byConfig.getOrDefault(config, Set.of())));
            found.add(new FoundContent(root, id, List.copyOf(all)));
        }
        return found;
    }

    private static Descriptor withoutName(Descriptor entry) {
        Map<String, String> annotations = new TreeMap<>(entry.annotations());
        annotations.remove(Annotations.IMAGE_NAME);
        annotations.remove(Annotations.REF_NAME);
        return entry.withAnnotations(annotations);
    }

    /** A ref.name of one word is a tag without a name ({@code skopeo copy … oci:dir:tag}). */
    private static Optional<Reference> name(Descriptor entry) {
        String full = entry.annotations().get(Annotations.IMAGE_NAME);
        if (full != null) {
            return Optional.of(Reference.parse(full).withDefaultTag());
        }
        String refName = entry.annotations().getOrDefault(Annotations.REF_NAME, "");
        boolean isName = refName.indexOf('/') >= 0 || refName.indexOf(':') >= 0;
        return isName ? Optional.of(Reference.parse(refName).withDefaultTag()) : Optional.empty();
    }

    /** The tags in a manifest.json beside the index, by the digest of the config. */
    private Map<Digest, Set<Reference>> namesByConfig() throws IOException {
        Map<Digest, Set<Reference>> names = new LinkedHashMap<>();
        if (contents.has("manifest.json")) {
            for (DockerManifest manifest :
                    DockerManifest.parse(contents.document("manifest.json"))) {
                Digest config = Digest.sha256(contents.document(manifest.config()));
                names.computeIfAbsent(config, d -> new LinkedHashSet<>()).addAll(manifest.names());
            }
        }
        return names;
    }

    /** Verifies everything below an entry; returns the id, empty when it is no image. */
    private Optional<Digest> verify(Descriptor root) throws IOException {
        try {
            Graph.requireComplete(store, root);
            verifyImages(root);
            Optional<Descriptor> chosen = Graph.selectImage(store, root, Platform.host());
            if (chosen.isEmpty()) {
                return Optional.empty();
            }
            ImageManifest manifest = ImageManifest.parse(store.read(chosen.get()));
            return MediaTypes.isConfig(manifest.config().mediaType())
                    ? Optional.of(manifest.config().digest())
                    : Optional.empty();
        } catch (NotFoundException e) {
            throw new ArchiveException(
                    "damaged archive: a part of image "
                            + root.digest()
                            + " is missing: "
                            + e.getMessage(),
                    e);
        }
    }

    private void verifyImages(Descriptor node) throws IOException {
        if (!verified.add(node.digest())) {
            return;
        }
        if (MediaTypes.isIndex(node.mediaType())) {
            for (Descriptor child : Graph.children(store, node)) {
                if (store.has(child)) {
                    verifyImages(child);
                }
            }
        } else if (MediaTypes.isManifest(node.mediaType())) {
            ImageManifest manifest = ImageManifest.parse(store.read(node));
            boolean image =
                    MediaTypes.isConfig(manifest.config().mediaType())
                            && manifest.layers().stream()
                                    .allMatch(layer -> MediaTypes.isLayer(layer.mediaType()));
            if (image) {
                ImageConfig config = ImageConfig.parse(store.read(manifest.config()));
                DiffIds.verify(store, config, manifest.layers());
            }
        }
    }
}
